import type { Request, Response } from 'express';
import type { ChangeRequest as ChangeRequestJson } from '../../../../../schemas/types/api.js';
import type { ChangeRequest } from '../../../change-requests/change-request.js';
import { readChangeRequest } from '../../../change-requests/read-change-request.js';
import type { ReleaseContext } from '../../../compiler/release-context.js';
import { changeRequestJson } from '../../answers/change-request-json.js';
import { tagged } from '../../wire/etag.js';
import { pathNumber } from '../../wire/query.js';

/**
 * The change request that the address names.
 *
 * @throws DomainError not_found
 */
export function requestedChange({ store }: ReleaseContext, request: Request): Promise<ChangeRequest> {
  const id = pathNumber(request, 'id');
  return store.read((db) => readChangeRequest(db, id));
}

/** A change request as an answer, with its revision as ETag: what the next write states as `If-Match`. */
export function changeAnswer(context: ReleaseContext, response: Response, change: ChangeRequest): ChangeRequestJson {
  return tagged(response, change.revision, changeRequestJson(context, change));
}
