import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Pieces } from '../../compiler/tasks/book-streams.js';

/**
 * Answers with a long text piece by piece, as fast as its reader reads, and compressed where the reader can read that;
 * zlib has threads of its own. Whoever goes away ends the work on the rest.
 *
 * @param type its media type, of a text in UTF-8
 */
export async function sendPieces(request: Request, response: Response, type: string, pieces: Pieces): Promise<void> {
  // What fails before there is anything to send is answered with a problem.
  const first = await pieces.next();
  response.status(200);
  response.setHeader('Content-Type', type === 'application/json' ? type : `${type}; charset=utf-8`);
  response.vary('Accept-Encoding');
  const compressed = takesGzip(request);
  if (compressed) response.setHeader('Content-Encoding', 'gzip');
  if (request.method === 'HEAD') {
    await pieces.return();
    response.end();
    return;
  }
  const all = Readable.from(first.done === true ? [] : after(first.value, pieces), { objectMode: false });
  try {
    await (compressed ? pipeline(all, createGzip(), response) : pipeline(all, response));
  } catch (error) {
    // The reader has gone away; or the rest cannot be made, and the connection that breaks off says so.
    if (!response.destroyed) throw error;
  }
}

/** Whether the reader can read an answer that is compressed with gzip. */
export function takesGzip(request: Request): boolean {
  return request.acceptsEncodings('gzip', 'identity') === 'gzip';
}

async function* after(first: Uint8Array, rest: Pieces): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
