import type { ServerResponse } from 'node:http';
import { DomainError, type DomainErrorCode } from '../../domain-error.js';
import type { QuoteRejection, QuoteRejectionCode } from '../../pricing/quote-rejection.js';
import { sendBody } from './send-body.js';

/** Stable codes of everything that the API refuses. */
export type ApiCode =
  | QuoteRejectionCode
  | DomainErrorCode
  | 'malformed'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'too_large'
  | 'misdirected_request'
  | 'asks_too_much'
  | 'unsupported_media_type'
  | 'not_ready'
  | 'internal';

const ANSWERS: Readonly<Record<ApiCode, readonly [status: number, title: string]>> = {
  malformed: [400, 'The request is malformed'],
  unknown_product: [404, 'There is no such product'],
  not_found: [404, 'Nothing is served here'],
  method_not_allowed: [405, 'The method is not allowed here'],
  not_acceptable: [406, 'None of the formats asked for can be given'],
  too_large: [413, 'The body is too large'],
  asks_too_much: [422, 'The request asks for too much'],
  unsupported_media_type: [415, 'The body is not JSON'],
  misdirected_request: [421, 'This server is not known by that name'],
  unknown_option: [422, 'The product has no such option'],
  invalid_option: [422, 'The option has no such value'],
  missing_option: [422, 'An option is missing'],
  unknown_fact: [422, 'The context has no such fact'],
  invalid_fact: [422, 'The fact has no such value'],
  missing_fact: [422, 'A fact is missing'],
  not_offered: [422, 'The combination is not offered'],
  invalid: [422, 'The request cannot be carried out as it is'],
  not_in_force: [422, 'No release was in force then'],
  book_broken: [422, 'The price book would be broken'],
  checks_broken: [422, 'A check fails'],
  stale: [412, 'Somebody else changed this first'],
  precondition_required: [428, 'The revision is missing'],
  wrong_state: [409, 'This is not possible in its current state'],
  not_approved: [409, 'Approvals are missing'],
  base_outdated: [409, 'Another release came first'],
  conflicts: [409, 'Two changes contradict each other'],
  later_release: [409, 'A later release is scheduled'],
  clock_behind: [409, "This server's clock is behind the last release"],
  nothing_changed: [409, 'Nothing would change'],
  already_exists: [409, 'The name is already in use'],
  link_used: [410, 'The link no longer works'],
  sign_in_failed: [401, 'The sign-in failed'],
  sign_in_required: [401, 'Sign in first'],
  forbidden: [403, 'You may not do that'],
  people_only: [403, 'Only somebody who has signed in may do that'],
  own_change: [403, 'Somebody else has to approve it'],
  amounts_only: [403, 'You may change amounts only'],
  cross_site: [403, 'The request comes from another site'],
  too_many_requests: [429, 'Too many tries'],
  database_away: [503, 'The database cannot be reached'],
  record_differs: [503, 'The database was altered'],
  database_full: [503, 'The database is full'],
  internal: [500, 'Something went wrong here'],
  not_ready: [503, 'The server is not ready'],
};

/** A request that cannot be answered, and why. The caller can fix the cause. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiCode;
  readonly more: {
    readonly pointer?: string;
    readonly errors?: readonly { pointer: string; detail: string }[];
    /** The names that would have been right. */
    readonly valid?: readonly string[];
  };

  constructor(code: ApiCode, detail: string, more: ApiError['more'] = {}) {
    super(detail);
    this.code = code;
    this.more = more;
  }
}

/** The body of an answer in the form of RFC 9457. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ApiCode;
  readonly instance?: string;
}

export function problemBody(problem: QuoteRejection | ApiError | DomainError): ProblemBody {
  const [status, title] = ANSWERS[problem.code];
  const type = `urn:ratecard:problem:${problem.code}`;
  if (problem instanceof ApiError)
    return { type, title, status, detail: problem.message, code: problem.code, ...problem.more };
  if (problem instanceof DomainError)
    return { ...problem.details, type, title, status, detail: problem.message, code: problem.code };
  const { detail, ...rest } = problem;
  return { type, title, status, detail, ...rest };
}

/** Answers with a problem. The request id lets the answer be found in the log. */
export function sendProblem(response: ServerResponse, problem: QuoteRejection | ApiError | DomainError): void {
  const id = response.getHeader('X-Request-Id');
  const body = { ...problemBody(problem), instance: `urn:ratecard:request:${String(id)}` };
  if (problem instanceof DomainError && typeof problem.details['retry_after'] === 'number') {
    response.setHeader('Retry-After', problem.details['retry_after']);
  }
  if (body.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="ratecard"');
  sendBody(response, body.status, 'application/problem+json', JSON.stringify(body));
}
