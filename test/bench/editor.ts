import type { Served } from '../served.js';

/** Somebody who is signed in to a server, as its first admin. */
export interface Editor {
  /** Answers with whatever the server does. A body that is a string is YAML. */
  readonly ask: (method: string, path: string, body?: unknown, asked?: RequestOptions) => Promise<Response>;
  /** As `ask`, but throws unless the server did what it was asked for. */
  readonly send: (method: string, path: string, body?: unknown, revision?: number) => Promise<Response>;
}

export interface RequestOptions {
  readonly revision?: number | undefined;
  readonly accept?: string | undefined;
}

export async function signIn({ url, token }: Served): Promise<Editor> {
  const json = { 'content-type': 'application/json', origin: url };
  const password = 'correct horse battery';
  const email = 'ada@example.com';
  const post = (path: string, body: object) =>
    fetch(url + path, { method: 'POST', headers: json, body: JSON.stringify(body) });
  if (token !== undefined) await post('/v1/invitations/accept', { token, email, name: 'Ada', password });
  const session = await post('/v1/session', { email, password });
  const cookie = (session.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const ask: Editor['ask'] = (method, path, body, { revision, accept } = {}) => {
    const headers: Record<string, string> = { ...json, cookie };
    if (typeof body === 'string') headers['content-type'] = 'text/yaml';
    if (revision !== undefined) headers['if-match'] = `"${revision}"`;
    if (accept !== undefined) headers['accept'] = accept;
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    return fetch(url + path, { method, headers, ...sent });
  };
  return {
    ask,
    send: async (method, path, body, revision) => {
      const response = await ask(method, path, body, { revision });
      if (!response.ok)
        throw new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 500)}`);
      return response;
    },
  };
}
