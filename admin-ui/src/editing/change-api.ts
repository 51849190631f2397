import type { ChangeRequest, PriceTables } from '../../../schemas/types/api.js';
import { ask, readText } from '../api/http.js';
import type { Edit } from './edit.js';

/** What the editor asks of the server. */
export interface ChangeApi {
  create(title: string): Promise<ChangeRequest>;
  read(id: number): Promise<ChangeRequest>;
  /** Makes an edit on a revision. */
  apply(id: number, revision: number, edit: Edit): Promise<ChangeRequest>;
  /** A file's text at a revision; undefined if it does not exist there. */
  text(id: number, file: string, revision: number): Promise<string | undefined>;
  tables(id: number): Promise<PriceTables>;
}

const filePath = (id: number, file: string) => `/v1/change-requests/${id}/files/${file}` as const;

export const changeApi: ChangeApi = {
  create: (title) => ask('POST', '/v1/change-requests', { body: { title } }),
  read: (id) => ask('GET', `/v1/change-requests/${id}`),
  text: (id, file, revision) => readText(`${filePath(id, file)}?revision=${revision}`),
  tables: (id) => ask('GET', `/v1/change-requests/${id}/tables`),
  apply(id, revision, edit) {
    switch (edit.kind) {
      case 'cells': {
        const cells = edit.cells.map(({ table, row, column, price }) => ({ table, row, column, price }));
        return ask('PATCH', `/v1/change-requests/${id}/prices`, { body: { file: edit.file, cells }, revision });
      }
      case 'patch':
        return ask('PATCH', filePath(id, edit.file), { body: edit.operations, revision });
      case 'text':
        return edit.text === null
          ? ask('DELETE', filePath(id, edit.file), { revision })
          : ask('PUT', filePath(id, edit.file), { body: edit.text, revision });
    }
  },
};
