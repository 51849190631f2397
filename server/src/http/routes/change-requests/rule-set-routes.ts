import { patchFile, putFile, removeFile } from '../../../change-requests/edits/edit-files.js';
import { textAt } from '../../../change-requests/edits/write-change-request.js';
import { sumsOf } from '../../../change-requests/read-change-request.js';
import { DomainError } from '../../../domain-error.js';
import type { Services } from '../../services.js';
import { revisionOf, revisionTag, tagged } from '../../wire/etag.js';
import { JSON_LIMIT, readBody, readExactJson } from '../../wire/json-body.js';
import { pathNumber, pathRest, queryNumber } from '../../wire/query.js';
import { sendFile } from '../../wire/rule-set-file.js';
import { answers, type Route } from '../route.js';
import { changeAnswer, requestedChange } from './requested-change.js';

const FILE_LIMIT = 10 * 1024 * 1024 + 1;

/** The rule sets of a change request: read, replaced, edited and removed. */
export function ruleSetRoutes({ context, bodies }: Services): readonly Route[] {
  return [
    answers('GET /v1/change-requests/{id}/files', 'read', async (request, response) => {
      const found = await requestedChange(context, request);
      const revision = queryNumber(request, 'revision') ?? found.revision;
      const sums = await context.store.read((db) => sumsOf(db, found, revision));
      return tagged(response, revision, { files: [...sums].map(([path, sha256]) => ({ path, sha256 })) });
    }),
    {
      operation: 'GET /v1/change-requests/{id}/files/{path}',
      access: 'read',
      handle: async (request, response) => {
        const found = await requestedChange(context, request);
        const path = pathRest(request, 'path');
        const revision = queryNumber(request, 'revision') ?? found.revision;
        const text = await context.store.read((db) => textAt(db, found, path, revision));
        if (text === undefined) throw new DomainError('not_found', `change request ${found.id} has no file ${path}`);
        response.setHeader('ETag', revisionTag(revision));
        await sendFile(context, request, response, { path, text });
      },
    },
    answers('PUT /v1/change-requests/{id}/files/{path}', 'edit_amounts', async (request, response, actor) => {
      const bytes = await readBody(request, FILE_LIMIT);
      const [id, path] = [pathNumber(request, 'id'), pathRest(request, 'path')];
      return changeAnswer(
        context,
        response,
        await putFile(context, { actor, id, expectedRevision: revisionOf(request), path }, bytes),
      );
    }),
    answers('PATCH /v1/change-requests/{id}/files/{path}', 'edit_amounts', async (request, response, actor) => {
      const patch = bodies.parse('JsonPatch', await readExactJson(request, JSON_LIMIT));
      const [id, path] = [pathNumber(request, 'id'), pathRest(request, 'path')];
      return changeAnswer(
        context,
        response,
        await patchFile(context, { actor, id, expectedRevision: revisionOf(request), path }, patch),
      );
    }),
    answers('DELETE /v1/change-requests/{id}/files/{path}', 'edit_rules', async (request, response, actor) => {
      const [id, path] = [pathNumber(request, 'id'), pathRest(request, 'path')];
      return changeAnswer(
        context,
        response,
        await removeFile(context, { actor, id, expectedRevision: revisionOf(request), path }),
      );
    }),
  ];
}
