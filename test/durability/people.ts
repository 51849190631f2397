import type { MadeApiKey } from '../../schemas/types/api.js';
import { type Answered, bodyOf } from '../api/answers.js';
import type { Served } from '../served.js';

const PASSWORD = 'correct horse battery';

/** The first admin of a server in a process of its own. */
export interface Admin {
  readonly cookie: string;
  readonly request: (method: string, path: string, body?: unknown, revision?: number) => Promise<Response>;
}

/** Accepts the link that the server's first start has printed. */
export async function firstAdmin(served: Served): Promise<Admin> {
  const response = await fetch(`${served.url}/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: served.token, name: 'Root', email: 'root@example.com', password: PASSWORD }),
  });
  if (!response.ok) throw new Error(await response.text());
  return adminOn(served, (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '');
}

/** An admin who has already signed in, on a server that was started later. */
export function adminOn({ url }: Served, cookie: string): Admin {
  return {
    cookie,
    request: (method, path, body, revision) =>
      fetch(url + path, {
        method,
        headers: {
          cookie,
          origin: url,
          'content-type': 'application/json',
          ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

/** Makes an API key for quotes. */
export async function quoteKey(admin: Admin, name: string): Promise<string> {
  const made: Answered<MadeApiKey> = await admin.request('POST', '/v1/api-keys', { name, scopes: ['quote'] });
  return (await bodyOf(made)).key;
}

/** One quote, its answer, and how long it took in milliseconds. */
export async function timedQuote(
  url: string,
  key?: string,
): Promise<{ readonly status: number; readonly took: number; readonly body: Awaited<ReturnType<typeof bodyOf>> }> {
  const start = performance.now();
  const response = await fetch(`${url}/v1/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ product: 'kling-o1' }),
  });
  const body = await bodyOf(response);
  return { status: response.status, took: performance.now() - start, body };
}
