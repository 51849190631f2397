import { pino } from 'pino';
import { createApp } from '../../server/src/http/app.js';
import { Metrics } from '../../server/src/http/metrics.js';
import { listen } from '../../server/src/http/server.js';
import { ReleaseInForce } from '../../server/src/releases/release-in-force.js';
import { readSchema } from '../../server/src/releases/schema-files.js';
import { ROOT, schemas } from '../books.js';

/** The moment at which test servers stand still. */
export const NOW = Date.UTC(2026, 10, 23, 12);

/** A real server on a free port of 127.0.0.1. */
export async function startServer(rulesFolder = `${ROOT}rules`) {
  const releases = ReleaseInForce.open(rulesFolder, schemas);
  if (!(releases instanceof ReleaseInForce)) throw new Error(JSON.stringify(releases));
  const services = {
    releases,
    metrics: new Metrics(releases),
    logger: pino({ level: 'silent' }),
    clock: () => NOW,
    openapi: readSchema('openapi.json'),
    isReady: () => true,
  };
  const server = await listen(createApp(services), '127.0.0.1', 0);
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
  return { ...server, releases, post, get };
}

export type TestServer = Awaited<ReturnType<typeof startServer>>;

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** Whatever the API answers; which of it is there depends on the answer, and the OpenAPI test checks that. */
export interface ApiBody {
  readonly code: string;
  readonly detail: string;
  readonly status: number | string;
  readonly nearest: readonly object[];
  readonly product: string;
  readonly title: string;
  readonly options: object;
  readonly at: string;
  readonly release: number;
  readonly list_price: Amount;
  readonly total: Amount;
  readonly lines: readonly object[];
  readonly trace: readonly { readonly holds: boolean }[];
  readonly items: readonly { readonly quote: ApiBody; readonly error: ApiBody }[];
  readonly prices: readonly (Omit<ApiBody, 'list_price'> & { readonly list_price: Amount | null })[];
  readonly products: readonly ApiBody[];
  readonly context: readonly object[];
  readonly plans: readonly object[];
  readonly openapi: string;
}

export async function bodyOf(response: Response | Promise<Response>): Promise<ApiBody> {
  // The answers are checked against their schemas elsewhere.
  return (await (await response).json()) as ApiBody;
}
