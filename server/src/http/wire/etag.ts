import type { Request, Response } from 'express';
import { DomainError } from '../../domain-error.js';
import { ApiError } from './problem-response.js';

/**
 * Sets the strong ETag, and answers 304 when the asker has this version, compressed or not.
 *
 * @param coding what the ETag adds to the version, where the answer is compressed
 */
export function isKnown(request: Request, response: Response, version: string, coding = ''): boolean {
  const etag = `"${version}${coding}"`;
  const plain = `"${version}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', 'no-cache');
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  const matches = known
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === etag || one === plain || one === '*');
  if (matches) response.status(304).end();
  return matches;
}

/** The ETag of a revision. */
export function revisionTag(revision: number): string {
  return `"${revision}"`;
}

/** An answer about a revision, which its ETag names. */
export function tagged<Answer>(response: Response, revision: number, answer: Answer): Answer {
  response.setHeader('ETag', revisionTag(revision));
  return answer;
}

/**
 * The revision that a write was made on, out of `If-Match`.
 *
 * @throws DomainError precondition_required without one
 */
export function revisionOf(request: Request): number {
  const header = request.headers['if-match'];
  if (header === undefined) {
    throw new DomainError(
      'precondition_required',
      'send If-Match with the revision that you edited: If-Match: "3", the ETag it came with',
    );
  }
  const match = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(header);
  if (match === null)
    throw new ApiError('malformed', `If-Match is ${header.slice(0, 60)}: write one revision, such as "3"`);
  return Number(match[1]);
}
