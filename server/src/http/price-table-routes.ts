import type { Request } from 'express';
import type { TablesWanted } from '../analysis/list/price-tables.js';
import type { CellEdit, CellPrice } from '../editing/set-prices.js';
import { setFilePrices } from '../releases/edit-files.js';
import { readChangeRequest } from '../releases/read-change-request.js';
import { tablesOfChange, tablesOfRelease } from '../releases/read-tables.js';
import { changeRequestJson } from './change-request-json.js';
import { revisionOf, revisionTag } from './etag.js';
import { readJson } from './json-body.js';
import { ApiError, sendBody } from './problem-response.js';
import { pathNumber, queryNumber, queryText } from './query.js';
import type { Route } from './route.js';
import { sendPieces } from './send-pieces.js';
import type { Services } from './services.js';

const JSON_LIMIT = 1024 * 1024;

/** The printed price list as tables, and setting their cells. */
export function priceTableRoutes({ context, releases, bodies }: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/releases/:number/tables',
      access: 'read',
      handle: async (request, response) => {
        await releases.refresh();
        const { number } = releases.header(pathNumber(request, 'number'));
        await sendPieces(
          request,
          response,
          'application/json',
          await tablesOfRelease(context, number, onlyOf(request)),
        );
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/tables',
      access: 'read',
      handle: async (request, response) => {
        const found = await context.store.read((db) => readChangeRequest(db, pathNumber(request, 'id')));
        const tables = await tablesOfChange(context, found, onlyOf(request));
        response.setHeader('ETag', revisionTag(found.revision));
        await sendPieces(request, response, 'application/json', tables);
      },
    },
    {
      method: 'PATCH',
      path: '/v1/change-requests/:id/prices',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const { file, cells } = bodies.parse<{ file: string; cells: readonly CellEditJson[] }>(
          'CellEdits',
          await readJson(request, JSON_LIMIT),
        );
        const id = pathNumber(request, 'id');
        const edits = cells.map(cellEdit);
        const edited = await setFilePrices(context, actor, id, revisionOf(request), file, edits);
        response.setHeader('ETag', revisionTag(edited.revision));
        sendBody(response, 200, 'application/json', JSON.stringify(changeRequestJson(context, edited)));
      },
    },
  ];
}

/** A cell as it came in; the schema has seen to its digits. */
type CellEditJson = Omit<CellEdit, 'price'> & { readonly price: string | null };

function cellEdit(cell: CellEditJson): CellEdit {
  // The schema lets through plain digits and `derived` only.
  return { ...cell, price: cell.price as CellPrice };
}

function onlyOf(request: Request): TablesWanted['only'] {
  const file = queryText(request, 'file');
  const place = queryNumber(request, 'place');
  if (file === undefined && place === undefined) return undefined;
  if (file !== undefined && place !== undefined) return { file, place };
  throw new ApiError('malformed', 'a table is known by its `file` and its `place` in it: state both, or none');
}
