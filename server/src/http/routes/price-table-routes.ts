import type { Request } from 'express';
import type { TablesWanted } from '../../analysis/list/price-tables.js';
import { setFilePrices } from '../../change-requests/edits/edit-files.js';
import type { CellEdit, CellPrice } from '../../editing/set-prices.js';
import { tablesOfChange, tablesOfRelease } from '../../previews/read-tables.js';
import type { Services } from '../services.js';
import { revisionOf, revisionTag } from '../wire/etag.js';
import { ApiError } from '../wire/problem-response.js';
import { pathNumber, queryNumber, queryText } from '../wire/query.js';
import { sendPieces } from '../wire/send-pieces.js';
import { changeAnswer, requestedChange } from './change-requests/requested-change.js';
import { answers, type Route } from './route.js';

/** A pasted table may have thousands of cells. */
const LIMIT = 1024 * 1024;

/** The printed price list as tables, and setting their cells. */
export function priceTableRoutes({ context, releases, bodies }: Services): readonly Route[] {
  return [
    {
      operation: 'GET /v1/releases/{number}/tables',
      access: 'read',
      handle: async (request, response) => {
        await releases.refresh();
        const { number } = releases.header(pathNumber(request, 'number'));
        const tables = await tablesOfRelease(context, number, onlyOf(request));
        await sendPieces(request, response, 'application/json', tables);
      },
    },
    {
      operation: 'GET /v1/change-requests/{id}/tables',
      access: 'read',
      handle: async (request, response) => {
        const found = await requestedChange(context, request);
        const tables = await tablesOfChange(context, found, onlyOf(request));
        response.setHeader('ETag', revisionTag(found.revision));
        await sendPieces(request, response, 'application/json', tables);
      },
    },
    answers('PATCH /v1/change-requests/{id}/prices', 'edit_amounts', async (request, response, actor) => {
      const { file, cells } = await bodies.read(request, 'CellEdits', LIMIT);
      const id = pathNumber(request, 'id');
      const edits = cells.map(cellEdit);
      return changeAnswer(
        context,
        response,
        await setFilePrices(context, { actor, id, expectedRevision: revisionOf(request), path: file }, edits),
      );
    }),
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
