import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long a shutdown waits for requests under way, in milliseconds. */
const DRAIN = 10_000;

/** A port that cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

export interface RunningServer {
  readonly url: string;
  /** Takes no new connections, lets requests under way finish within 10 s, then resolves. */
  close(): Promise<void>;
}

/** @throws ListenError in one line: the port is in use, or the address is not this machine's */
export function listen(app: RequestListener, host: string, port: number): Promise<RunningServer> {
  const server = createServer(app);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(reason(error, host, port))));
    server.listen(port, host, () => resolve({ url: urlOf(server, host), close: () => drain(server) }));
  });
}

function urlOf(server: Server, host: string): string {
  // A server that listens on a port has an address that is no pipe's name.
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), DRAIN);
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
