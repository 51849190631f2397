import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ClosingConnections } from './closing-connections.js';

/** How long a shutdown waits for requests under way, in milliseconds. */
const MOST_FINISHING = 10_000;

/** A port that cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export interface RunningServer {
  readonly url: string;
  /**
   * Goes on answering for a while, each answer the last of its connection, so that whoever sends requests here has the
   * time to notice and to go elsewhere. Then it takes no new connections, lets requests under way finish within 10 s,
   * and resolves.
   *
   * @param drain how long new connections are still accepted, in milliseconds
   */
  close(drain?: number): Promise<void>;
}

/** @throws ListenError in one line: the port is in use, or the address is not this machine's */
export function listen(app: RequestListener, host: string, port: number): Promise<RunningServer> {
  const connections = new ClosingConnections();
  const server = createServer(connections.watch(app));
  const close = async (drain = 0): Promise<void> => {
    connections.close();
    await delay(drain);
    await stop(server);
  };
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(reason(error, host, port))));
    server.listen(port, host, () => resolve({ url: urlOf(server, host), close }));
  });
}

function urlOf(server: Server, host: string): string {
  // A server that listens on a port has an address that is no pipe's name.
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), MOST_FINISHING);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function reason(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is in use: stop the other server, or set PORT`;
    case 'EACCES':
      return `port ${port} needs more rights: set PORT to 1024 or more`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine: set HOST`;
    default:
      return `cannot listen on ${host}:${port}: ${error.message}`;
  }
}
