import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets the connections of a server end without a reset. A client may send its next request on a connection at any
 * moment, and a server that closes such a connection resets it. So each connection is ended by an answer that says
 * `Connection: close`: after it the client sends nothing more there (RFC 9112, section 9.6).
 */
export class ClosingConnections {
  /** The request of each connection that came last: it is answered last. */
  readonly #last = new Map<Socket, ServerResponse>();
  #closing = false;

  /** Passes requests on, and notes what is under way. */
  watch(app: RequestListener): RequestListener {
    return (request: IncomingMessage, response: ServerResponse): void => {
      const { socket } = request;
      const before = this.#last.get(socket);
      if (before === undefined) socket.once('close', () => this.#last.delete(socket));
      this.#last.set(socket, response);
      if (this.#closing) {
        // A client that pipelines gets an answer to each of its requests: the last of them ends the connection.
        if (before?.writableEnded === false && !before.headersSent) before.shouldKeepAlive = true;
        response.shouldKeepAlive = false;
      }
      app(request, response);
    };
  }

  /** From now on every answer ends its connection, those to requests under way included. */
  close(): void {
    this.#closing = true;
    for (const response of this.#last.values()) if (!response.headersSent) response.shouldKeepAlive = false;
  }
}
