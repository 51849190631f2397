import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { listen, type RunningServer } from '../../server/src/http/server.js';
import { sendPieces } from '../../server/src/http/wire/send-pieces.js';

const PIECE = 64 * 1024;
const ALL = 500;

let server: RunningServer;
let given: number;
let left: boolean;

/** An answer of 32 MB that does not compress, and how much of it was requested. */
async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (; given < ALL; given++)
      yield Uint8Array.from({ length: PIECE }, (_, index) => (index * 7919 + given * 31) & 127);
  } finally {
    left = true;
  }
}

beforeAll(async () => {
  const app = express();
  app.get('/', (request, response) => sendPieces(request, response, 'text/csv', pieces()));
  server = await listen(app, '127.0.0.1', 0);
});
afterAll(() => server.close());
beforeEach(() => {
  given = 0;
  left = false;
});

it('an answer in pieces is made only as fast as its client reads, and ends when the client disconnects', async () => {
  const { port, hostname } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('readable', resolve));
  // Nobody reads from the socket: its buffers fill up, and then no more pieces are made.
  let before = -1;
  while (before !== given) {
    before = given;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(given).toBeGreaterThan(0);
  expect(given).toBeLessThan(ALL / 2);
  socket.destroy();
  await expect.poll(() => left).toBe(true);
  expect(given).toBeLessThan(ALL / 2);
});

it('an answer in pieces has every byte in order, compressed for clients that accept gzip', async () => {
  const plain = await fetch(server.url, { headers: { 'accept-encoding': 'identity' } });
  expect([plain.headers.get('content-encoding'), plain.headers.get('vary')]).toEqual([null, 'Accept-Encoding']);
  const text = Buffer.from(await plain.arrayBuffer());
  expect(text).toHaveLength(ALL * PIECE);
  given = 0;
  const compressed = await fetch(server.url, { headers: { 'accept-encoding': 'gzip' } });
  expect(compressed.headers.get('content-encoding')).toBe('gzip');
  expect(Buffer.from(await compressed.arrayBuffer()).equals(text)).toBe(true);
  expect(() => gunzipSync(text)).toThrow();
});
