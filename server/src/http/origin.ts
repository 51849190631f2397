import type { IncomingMessage } from 'node:http';
import type { Services } from './services.js';

/**
 * The address that people open, for links: the configured one, or the one that the server listens on. Never the one that
 * a request names, which is whoever's who has sent it.
 */
export function originOf(
  { socket }: Pick<IncomingMessage, 'socket'>,
  { publicOrigin, host }: Pick<Services, 'publicOrigin' | 'host'>,
): string {
  return publicOrigin ?? listenedAt(host, socket.localPort ?? 0);
}

/** The address of a server that listens on a host and a port; where that is every address, this machine's own. */
export function listenedAt(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
