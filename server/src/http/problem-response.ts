import type { ServerResponse } from 'node:http';
import type { Refusal, RefusalCode } from '../pricing/refusal.js';

/** Stable codes of everything that the API refuses. */
export type ApiCode =
  | RefusalCode
  | 'malformed'
  | 'not_found'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'too_large'
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
  unsupported_media_type: [415, 'The body is not JSON'],
  unknown_option: [422, 'The product has no such option'],
  invalid_option: [422, 'The option has no such value'],
  missing_option: [422, 'An option is missing'],
  unknown_fact: [422, 'The context has no such fact'],
  invalid_fact: [422, 'The fact has no such value'],
  missing_fact: [422, 'A fact is missing'],
  not_offered: [422, 'The combination is not offered'],
  internal: [500, 'Something went wrong here'],
  not_ready: [503, 'The server is not ready'],
};

/** A request that cannot be answered, and why: the asker's to mend. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiCode;
  readonly more: { readonly pointer?: string; readonly errors?: readonly { pointer: string; detail: string }[] };

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

export function problemBody(problem: Refusal | ApiError): ProblemBody {
  const [status, title] = ANSWERS[problem.code];
  const type = `urn:ratecard:problem:${problem.code}`;
  if (problem instanceof ApiError)
    return { type, title, status, detail: problem.message, code: problem.code, ...problem.more };
  const { detail, ...rest } = problem;
  return { type, title, status, detail, ...rest };
}

/** Answers with a problem. The request id lets the answer be found in the log. */
export function sendProblem(response: ServerResponse, problem: Refusal | ApiError): void {
  const id = response.getHeader('X-Request-Id');
  const body = { ...problemBody(problem), instance: `urn:ratecard:request:${String(id)}` };
  sendBody(response, body.status, 'application/problem+json', JSON.stringify(body));
}

/** Answers with a text, its length known. */
export function sendBody(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
