import { parseInstant } from '../../../book/model/instant.js';
import { rebaseChangeRequest } from '../../../change-requests/edits/rebase-change-request.js';
import { publishChangeRequest } from '../../../change-requests/publish-change-request.js';
import { reviewChangeRequest, submitChangeRequest } from '../../../change-requests/review-change-request.js';
import { withdrawChangeRequest } from '../../../change-requests/withdraw.js';
import { DomainError } from '../../../domain-error.js';
import { releaseJson } from '../../answers/change-request-json.js';
import type { Services } from '../../services.js';
import { revisionOf } from '../../wire/etag.js';
import { BOOK_LIMIT, JSON_LIMIT, readOptionalJson } from '../../wire/json-body.js';
import { pathNumber } from '../../wire/query.js';
import { answers, type Route } from '../route.js';
import { changeAnswer } from './requested-change.js';

/** What people decide about a change request, from its submission to its publication. */
export function decisionRoutes({ context, bodies }: Services): readonly Route[] {
  return [
    answers('POST /v1/change-requests/{id}/submit', 'edit_amounts', async (request, response, actor) =>
      changeAnswer(
        context,
        response,
        await submitChangeRequest(context, actor, pathNumber(request, 'id'), revisionOf(request)),
      ),
    ),
    // An approval requires the permission to review: the service asks for it, where the verdict is known.
    answers('POST /v1/change-requests/{id}/reviews', 'edit_amounts', async (request, response, actor) => {
      const { verdict, comment = '' } = await bodies.read(request, 'NewReview');
      const id = pathNumber(request, 'id');
      return changeAnswer(
        context,
        response,
        await reviewChangeRequest(context, actor, id, revisionOf(request), { verdict, comment }),
      );
    }),
    answers('POST /v1/change-requests/{id}/withdraw', 'edit_amounts', async (request, response, actor) => {
      const { reason = '' } = await bodies.read(request, 'Reason');
      const id = pathNumber(request, 'id');
      return changeAnswer(
        context,
        response,
        await withdrawChangeRequest(context, actor, id, revisionOf(request), reason),
      );
    }),
    answers('POST /v1/change-requests/{id}/rebase', 'edit_amounts', async (request, response, actor) => {
      const { resolve = [] } = await bodies.read(request, 'Rebase', BOOK_LIMIT);
      const id = pathNumber(request, 'id');
      return changeAnswer(
        context,
        response,
        await rebaseChangeRequest(context, actor, id, revisionOf(request), resolve),
      );
    }),
    answers('POST /v1/change-requests/{id}/publish', 'publish', async (request, _response, actor) => {
      const wanted = bodies.parse('Publish', await readOptionalJson(request, JSON_LIMIT));
      const id = pathNumber(request, 'id');
      return releaseJson(context, await publishChangeRequest(context, actor, id, revisionOf(request), wanted));
    }),
    answers('POST /v1/change-requests/{id}/schedule', 'publish', async (request, _response, actor) => {
      const { effective_at, ...rest } = await bodies.read(request, 'Schedule');
      const effectiveAt = parseInstant(effective_at);
      if (effectiveAt === undefined) {
        throw new DomainError('invalid', 'write effective_at with its zone, such as 2026-12-01T00:00:00+01:00', {
          pointer: '/effective_at',
        });
      }
      const id = pathNumber(request, 'id');
      const wanted = { ...rest, effectiveAt };
      return releaseJson(context, await publishChangeRequest(context, actor, id, revisionOf(request), wanted));
    }),
  ];
}
