import type { Request, Response } from 'express';
import { booksOf, booksToCompare } from '../../../change-requests/books-of-change.js';
import { updateExpectations } from '../../../change-requests/edits/update-expectations.js';
import { problemsOf } from '../../../change-requests/read-change-request.js';
import type { TwoBooks } from '../../../compiler/tasks/book-tasks.js';
import { DomainError } from '../../../domain-error.js';
import { compareBooks, MOST_LISTED, priceChangesAsCsv, twoReleases } from '../../../previews/compare-books.js';
import { preview } from '../../../previews/preview.js';
import { comparisonText } from '../../answers/comparison-json.js';
import { sendPreview } from '../../answers/preview-stream.js';
import type { Services } from '../../services.js';
import { acceptedType } from '../../wire/accepted-type.js';
import { revisionOf, revisionTag } from '../../wire/etag.js';
import { ApiError, problemBody } from '../../wire/problem-response.js';
import { pathNumber } from '../../wire/query.js';
import { sendBody } from '../../wire/send-body.js';
import { sendPieces } from '../../wire/send-pieces.js';
import { answers, type Route } from '../route.js';
import { changeAnswer, requestedChange } from './requested-change.js';

/** What a change does: its preview, and comparisons of two books. */
export function previewRoutes({ context, releases, bodies, logger }: Services): readonly Route[] {
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
    answers('GET /v1/change-requests/{id}/problems', 'read', async (request) => ({
      problems: await problemsOf(context, await requestedChange(context, request)),
    })),
    answers('POST /v1/change-requests/{id}/expectations', 'edit_amounts', async (request, response, actor) => {
      const id = pathNumber(request, 'id');
      return changeAnswer(context, response, await updateExpectations(context, actor, id, revisionOf(request)));
    }),
    {
      operation: 'POST /v1/change-requests/{id}/preview',
      access: 'read',
      handle: async (request, response) => {
        const { days, limit = MOST_LISTED } = await bodies.read(request, 'PreviewRequest');
        const found = await requestedChange(context, request);
        const { before, after } = await booksOf(context, found);
        response.setHeader('ETag', revisionTag(found.revision));
        const options = { most: limit, ...(days === undefined ? {} : { days }) };
        await sendPreview(response, preview(context, before, after, options), failed);
      },
    },
    {
      operation: 'GET /v1/change-requests/{id}/compare',
      access: 'read',
      handle: async (request, response) => {
        await answer(request, response, await booksToCompare(context, await requestedChange(context, request)));
      },
    },
    {
      operation: 'GET /v1/releases/{number}/compare/{other}',
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
