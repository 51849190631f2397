import { createChangeRequest } from '../../../change-requests/create-change-request.js';
import { nextSteps } from '../../../change-requests/next-steps.js';
import { listChangeRequests } from '../../../change-requests/read-change-request.js';
import { renameChangeRequest } from '../../../change-requests/rename-change-request.js';
import { changeRequestJson } from '../../answers/change-request-json.js';
import type { Services } from '../../services.js';
import { revisionOf, tagged } from '../../wire/etag.js';
import { BOOK_LIMIT } from '../../wire/json-body.js';
import { pathNumber, queryNumber, queryText } from '../../wire/query.js';
import { answers, type Route } from '../route.js';
import { changeAnswer, requestedChange } from './requested-change.js';

const MOST_LISTED = 200;

/** Change requests themselves: found, made, named, and what comes next for each. */
export function changeRequestRoutes({ context, bodies }: Services): readonly Route[] {
  return [
    answers('GET /v1/change-requests', 'read', async (request) => {
      const author = queryText(request, 'author');
      const below = queryNumber(request, 'before');
      const open = queryText(request, 'open') === 'true';
      const limit = Math.min(queryNumber(request, 'limit') ?? 50, MOST_LISTED);
      const filter = { open, ...(author === undefined ? {} : { author }), ...(below === undefined ? {} : { below }) };
      const found = await listChangeRequests(context, filter, limit);
      return { change_requests: found.map((one) => changeRequestJson(context, one)) };
    }),
    answers('POST /v1/change-requests', 'edit_amounts', async (request, response, actor) => {
      const wanted = await bodies.read(request, 'NewChangeRequest', BOOK_LIMIT);
      const made = await createChangeRequest(context, actor, wanted);
      response.setHeader('Location', `/v1/change-requests/${made.id}`);
      return changeAnswer(context, response, made);
    }),
    answers('GET /v1/change-requests/{id}', 'read', async (request, response) =>
      changeAnswer(context, response, await requestedChange(context, request)),
    ),
    answers('PATCH /v1/change-requests/{id}', 'edit_amounts', async (request, response, actor) => {
      const words = await bodies.read(request, 'ChangeRequestWords');
      const id = pathNumber(request, 'id');
      return changeAnswer(context, response, await renameChangeRequest(context, actor, id, revisionOf(request), words));
    }),
    answers('GET /v1/change-requests/{id}/revisions', 'read', async (request) => {
      const { revisions } = await requestedChange(context, request);
      return { revisions: revisions.map(({ change_request: _, ...rest }) => rest) };
    }),
    answers('GET /v1/change-requests/{id}/steps', 'read', async (request, response, actor) => {
      await context.releases.refresh();
      const found = await requestedChange(context, request);
      const { next, others } = nextSteps(context, actor, found);
      return tagged(response, found.revision, { next: next ?? null, others });
    }),
  ];
}
