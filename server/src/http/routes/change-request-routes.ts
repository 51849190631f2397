import type { Request, Response } from 'express';
import type { Schemas } from '../../../../schemas/types/api.js';
import { parseInstant } from '../../book/model/instant.js';
import type { ChangeRequest } from '../../change-requests/change-request.js';
import { createChangeRequest } from '../../change-requests/create-change-request.js';
import { patchFile, putFile, removeFile } from '../../change-requests/edits/edit-files.js';
import { rebaseChangeRequest } from '../../change-requests/edits/rebase-change-request.js';
import { updateExpectations } from '../../change-requests/edits/update-expectations.js';
import { textAt } from '../../change-requests/edits/write-change-request.js';
import { nextSteps } from '../../change-requests/next-steps.js';
import { publishChangeRequest } from '../../change-requests/publish-change-request.js';
import {
  listChangeRequests,
  problemsOf,
  readChangeRequest,
  sumsOf,
} from '../../change-requests/read-change-request.js';
import { renameChangeRequest } from '../../change-requests/rename-change-request.js';
import { reviewChangeRequest, submitChangeRequest } from '../../change-requests/review-change-request.js';
import { withdrawChangeRequest } from '../../change-requests/withdraw.js';
import { DomainError } from '../../domain-error.js';
import { changeRequestJson, releaseJson } from '../answers/change-request-json.js';
import type { Services } from '../services.js';
import { revisionOf, revisionTag } from '../wire/etag.js';
import { readBody, readExactJson, readJson, readOptionalJson } from '../wire/json-body.js';
import { sendBody } from '../wire/problem-response.js';
import { pathNumber, pathRest, queryNumber, queryText } from '../wire/query.js';
import { sendFile } from '../wire/rule-set-file.js';
import type { Route } from './route.js';

const JSON_LIMIT = 256 * 1024;
/** A change request may bring a whole book with it. */
const BOOK_LIMIT = 16 * 1024 * 1024;
const FILE_LIMIT = 10 * 1024 * 1024 + 1;
const MOST_LISTED = 200;

/** `/v1/change-requests` and everything below. */
export function changeRequestRoutes({ context, bodies }: Services): readonly Route[] {
  const answer = (response: Response, request: ChangeRequest, status = 200): void => {
    response.setHeader('ETag', revisionTag(request.revision));
    sendBody(response, status, 'application/json', JSON.stringify(changeRequestJson(context, request)));
  };
  const read = (request: Request): Promise<ChangeRequest> =>
    context.store.read((db) => readChangeRequest(db, pathNumber(request, 'id')));
  const body = async <Name extends keyof Schemas>(request: Request, schema: Name, limit = JSON_LIMIT) =>
    bodies.parse(schema, await readJson(request, limit));

  return [
    {
      method: 'GET',
      path: '/v1/change-requests',
      access: 'read',
      handle: async (request, response) => {
        const author = queryText(request, 'author');
        const below = queryNumber(request, 'before');
        const open = queryText(request, 'open') === 'true';
        const limit = Math.min(queryNumber(request, 'limit') ?? 50, MOST_LISTED);
        const filter = { open, ...(author === undefined ? {} : { author }), ...(below === undefined ? {} : { below }) };
        const requests = await listChangeRequests(context, filter, limit);
        const change_requests = requests.map((one) => changeRequestJson(context, one));
        sendBody(response, 200, 'application/json', JSON.stringify({ change_requests }));
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const wanted = await body(request, 'NewChangeRequest', BOOK_LIMIT);
        const made = await createChangeRequest(context, actor, wanted);
        response.setHeader('Location', `/v1/change-requests/${made.id}`);
        answer(response, made, 201);
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id',
      access: 'read',
      handle: async (request, response) => answer(response, await read(request)),
    },
    {
      method: 'PATCH',
      path: '/v1/change-requests/:id',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const words = await body(request, 'ChangeRequestWords');
        const id = pathNumber(request, 'id');
        answer(response, await renameChangeRequest(context, actor, id, revisionOf(request), words));
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/revisions',
      access: 'read',
      handle: async (request, response) => {
        const { revisions } = await read(request);
        const rows = revisions.map(({ change_request: _, ...rest }) => rest);
        sendBody(response, 200, 'application/json', JSON.stringify({ revisions: rows }));
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/problems',
      access: 'read',
      handle: async (request, response) => {
        const problems = await problemsOf(context, await read(request));
        sendBody(response, 200, 'application/json', JSON.stringify({ problems }));
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/files',
      access: 'read',
      handle: async (request, response) => {
        const found = await read(request);
        const revision = queryNumber(request, 'revision') ?? found.revision;
        const sums = await context.store.read((db) => sumsOf(db, found, revision));
        const files = [...sums].map(([path, sha256]) => ({ path, sha256 }));
        response.setHeader('ETag', revisionTag(revision));
        sendBody(response, 200, 'application/json', JSON.stringify({ files }));
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/files/*path',
      access: 'read',
      handle: async (request, response) => {
        const found = await read(request);
        const path = pathRest(request, 'path');
        const revision = queryNumber(request, 'revision') ?? found.revision;
        const text = await context.store.read((db) => textAt(db, found, path, revision));
        if (text === undefined) throw new DomainError('not_found', `change request ${found.id} has no file ${path}`);
        response.setHeader('ETag', revisionTag(revision));
        await sendFile(context, request, response, { path, text });
      },
    },
    {
      method: 'PUT',
      path: '/v1/change-requests/:id/files/*path',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const bytes = await readBody(request, FILE_LIMIT);
        const [id, path] = [pathNumber(request, 'id'), pathRest(request, 'path')];
        answer(response, await putFile(context, actor, id, revisionOf(request), path, bytes));
      },
    },
    {
      method: 'PATCH',
      path: '/v1/change-requests/:id/files/*path',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const json = await readExactJson(request, JSON_LIMIT);
        const patch = bodies.parse('JsonPatch', json);
        const [id, path] = [pathNumber(request, 'id'), pathRest(request, 'path')];
        answer(response, await patchFile(context, actor, id, revisionOf(request), path, patch));
      },
    },
    {
      method: 'DELETE',
      path: '/v1/change-requests/:id/files/*path',
      access: 'edit_rules',
      handle: async (request, response, actor) => {
        const [id, path] = [pathNumber(request, 'id'), pathRest(request, 'path')];
        answer(response, await removeFile(context, actor, id, revisionOf(request), path));
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/steps',
      access: 'read',
      handle: async (request, response, actor) => {
        await context.releases.refresh();
        const found = await read(request);
        const { next, others } = nextSteps(context, actor, found);
        response.setHeader('ETag', revisionTag(found.revision));
        sendBody(response, 200, 'application/json', JSON.stringify({ next: next ?? null, others }));
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests/:id/expectations',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        answer(response, await updateExpectations(context, actor, pathNumber(request, 'id'), revisionOf(request)));
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests/:id/submit',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        answer(response, await submitChangeRequest(context, actor, pathNumber(request, 'id'), revisionOf(request)));
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests/:id/reviews',
      // What only reviewers may say is asked for where the verdict is known.
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const { verdict, comment = '' } = await body(request, 'NewReview');
        const id = pathNumber(request, 'id');
        answer(response, await reviewChangeRequest(context, actor, id, revisionOf(request), verdict, comment), 201);
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests/:id/withdraw',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const { reason = '' } = await body(request, 'Reason');
        const id = pathNumber(request, 'id');
        answer(response, await withdrawChangeRequest(context, actor, id, revisionOf(request), reason));
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests/:id/rebase',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const { settle = [] } = await body(request, 'Rebase', BOOK_LIMIT);
        const id = pathNumber(request, 'id');
        answer(response, await rebaseChangeRequest(context, actor, id, revisionOf(request), settle));
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests/:id/publish',
      access: 'publish',
      handle: async (request, response, actor) => {
        const json = await readOptionalJson(request, JSON_LIMIT);
        const wanted = bodies.parse('Publish', json);
        const id = pathNumber(request, 'id');
        const release = await publishChangeRequest(context, actor, id, revisionOf(request), wanted);
        sendBody(response, 201, 'application/json', JSON.stringify(releaseJson(context, release)));
      },
    },
    {
      method: 'POST',
      path: '/v1/change-requests/:id/schedule',
      access: 'publish',
      handle: async (request, response, actor) => {
        const { effective_at, ...rest } = await body(request, 'Schedule');
        const effectiveAt = parseInstant(effective_at);
        if (effectiveAt === undefined) {
          throw new DomainError('invalid', 'write effective_at with its zone, such as 2026-12-01T00:00:00+01:00', {
            pointer: '/effective_at',
          });
        }
        const id = pathNumber(request, 'id');
        const release = await publishChangeRequest(context, actor, id, revisionOf(request), { ...rest, effectiveAt });
        sendBody(response, 201, 'application/json', JSON.stringify(releaseJson(context, release)));
      },
    },
  ];
}
