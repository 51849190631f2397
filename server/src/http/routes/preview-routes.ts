import type { Request, Response } from 'express';
import { booksOf, booksToCompare } from '../../change-requests/books-of-change.js';
import { readChangeRequest } from '../../change-requests/read-change-request.js';
import type { TwoBooks } from '../../compiler/tasks/book-tasks.js';
import { DomainError } from '../../domain-error.js';
import { compareBooks, MOST_LISTED, priceChangesAsCsv, twoReleases } from '../../previews/compare-books.js';
import { preview } from '../../previews/preview.js';
import { comparisonText } from '../answers/comparison-json.js';
import { sendPreview } from '../answers/preview-stream.js';
import type { Services } from '../services.js';
import { acceptedType } from '../wire/accepted-type.js';
import { revisionTag } from '../wire/etag.js';
import { readJson } from '../wire/json-body.js';
import { ApiError, problemBody, sendBody } from '../wire/problem-response.js';
import { pathNumber } from '../wire/query.js';
import { sendPieces } from '../wire/send-pieces.js';
import type { Route } from './route.js';

const JSON_LIMIT = 1024;

/** What a change comes to: its preview, and comparisons of two books. */
export function previewRoutes({ context, releases, bodies, logger }: Services): readonly Route[] {
  const requested = (request: Request) => context.store.read((db) => readChangeRequest(db, pathNumber(request, 'id')));
  /** As JSON, or every price that changes as CSV. */
  const answer = async (request: Request, response: Response, books: TwoBooks): Promise<void> => {
    if (acceptedType(request, response, FORMATS) === 'text/csv')
      await sendPieces(request, response, 'text/csv', await priceChangesAsCsv(context, books));
    else sendBody(response, 200, 'application/json', await comparisonText(await compareBooks(context, books)));
  };
  const failed = (error: unknown): object => {
    if (error instanceof DomainError || error instanceof ApiError) return problemBody(error);
    logger.error({ err: error }, 'a bug in a preview');
    return problemBody(new ApiError('internal', 'the fault is ours; it has been logged'));
  };

  return [
    {
      method: 'POST',
      path: '/v1/change-requests/:id/preview',
      access: 'read',
      handle: async (request, response) => {
        const { days, limit = MOST_LISTED } = bodies.parse('PreviewRequest', await readJson(request, JSON_LIMIT));
        const found = await requested(request);
        const { before, after } = await booksOf(context, found);
        response.setHeader('ETag', revisionTag(found.revision));
        const options = { most: limit, ...(days === undefined ? {} : { days }) };
        await sendPreview(response, preview(context, before, after, options), failed);
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/compare',
      access: 'read',
      handle: async (request, response) => {
        await answer(request, response, await booksToCompare(context, await requested(request)));
      },
    },
    {
      method: 'GET',
      path: '/v1/releases/:number/compare/:other',
      access: 'read',
      handle: async (request, response) => {
        await releases.refresh();
        const [a, b] = [pathNumber(request, 'number'), pathNumber(request, 'other')];
        await answer(request, response, await twoReleases(context, a, b));
      },
    },
  ];
}

const FORMATS = ['application/json', 'text/csv'] as const;
