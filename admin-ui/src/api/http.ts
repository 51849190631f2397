import { stringify } from 'lossless-json';
import type { AnswerTo } from '../../../schemas/types/answer-to.js';
import { Problem, Unreachable } from './problem.js';

/** What is sent with a request. */
export interface Sending {
  /** Sent as JSON; a string is sent as it is, as YAML. */
  readonly body?: unknown;
  /** The revision that a write was made on. */
  readonly revision?: number;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/**
 * Sends a request to the server that this page came from.
 *
 * @throws Problem when it refuses, Unreachable when it does not answer
 */
export async function send(
  method: string,
  path: string,
  { body, revision, accept, signal }: Sending = {},
): Promise<Response> {
  const headers = new Headers({ accept: accept ?? 'application/json' });
  if (body !== undefined)
    headers.set('content-type', typeof body === 'string' ? 'application/yaml' : 'application/json');
  if (revision !== undefined) headers.set('if-match', `"${revision}"`);
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = typeof body === 'string' ? body : (stringify(body) ?? null);
  if (signal !== undefined) init.signal = signal;
  const response = await fetch(path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable();
  });
  if (response.ok) return response;
  throw await problemOf(response);
}

/** Sends, and reads the answer as JSON: what the API description says of the method and the address. */
export async function ask<Method extends string, Address extends string>(
  method: Method,
  address: Address,
  sending?: Sending,
): Promise<AnswerTo<Method, Address>> {
  const response = await send(method, address, sending);
  // The server's tests hold its answers against the description.
  return (response.status === 204 ? undefined : await response.json()) as AnswerTo<Method, Address>;
}

/** Reads a text, such as a rule set's YAML; undefined where there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await (await send('GET', path, { accept: 'application/yaml' })).text();
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null && 'code' in body && 'detail' in body) {
    const { code, detail, ...more } = body;
    return new Problem(response.status, String(code), String(detail), more);
  }
  return new Problem(response.status, 'unknown', `The server answered ${response.status}. Try again in a while.`);
}
