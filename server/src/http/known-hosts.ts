import type { IncomingMessage } from 'node:http';
import { hostName, isLoopbackName } from '../access/asked-from.js';
import { ApiError } from './wire/problem-response.js';

export interface HostSettings {
  /** The address that the server listens on. */
  readonly host: string;
  readonly publicOrigin: string | undefined;
  /** More names, in lower case. */
  readonly hosts: readonly string[];
}

/** What is asked by whatever address a machine has: probes know pods by their numbers. */
const FOR_PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * The names that the server is known by. A browser can be led here under another site's name (DNS rebinding), and would
 * then let that site's pages read the answers: only a request that names one of ours is answered.
 */
export class KnownHosts {
  readonly #names: ReadonlySet<string>;
  readonly #anyAddress: boolean;
  /** The last header that was found to name this server: nearly all that follow are the same. */
  #last: string | undefined;

  constructor({ host, publicOrigin, hosts }: HostSettings) {
    const own = publicOrigin === undefined ? [] : [new URL(publicOrigin).hostname];
    this.#names = new Set([bracketed(host.toLowerCase()), ...own, ...hosts]);
    this.#anyAddress = ANY_ADDRESS.has(host);
  }

  /** @throws ApiError misdirected_request */
  require({ url = '', headers: { host }, socket }: IncomingMessage): void {
    if (host !== undefined && host === this.#last) return;
    const name = host === undefined ? '' : hostName(host);
    if (this.#names.has(name) || isLoopbackName(name)) {
      this.#last = host;
      return;
    }
    // Who listens on every address is known by each.
    if (this.#anyAddress && name === bracketed(socket.localAddress?.replace(/^::ffff:/, '') ?? '-')) return;
    if (FOR_PROBES.has(url.split('?', 1)[0] ?? '')) return;
    const asked = host === undefined ? 'names no host' : `is for ${JSON.stringify(host.slice(0, 100))}`;
    throw new ApiError(
      'misdirected_request',
      `the request ${asked}, which is not a name of this server: set RATECARD_URL to the address that people open, or RATECARD_HOSTS to more names that it is asked by`,
    );
  }
}

/** An address as a Host header has it. */
function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
