import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

/*
 * The servers that `POST /v1/quotes` is compared with, one a process: `node` is a bare node:http server, `express` a
 * bare Express 5 with its default settings. Both read a JSON body and answer with a constant. Prints its address.
 */

const ANSWER = { total: { amount: '2846', currency: 'credits' } };

function bareNode() {
  const body = JSON.stringify(ANSWER);
  return createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
      response.end(body);
    });
  });
}

function bareExpress() {
  const app = express();
  app.use(express.json());
  app.post('/v1/quotes', (_request, response) => {
    response.json(ANSWER);
  });
  return createServer(app);
}

const server = process.argv[2] === 'node' ? bareNode() : bareExpress();
server.listen(0, '127.0.0.1', () => {
  // A server that listens on a port has an address that is no pipe's name.
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
