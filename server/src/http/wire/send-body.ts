import type { ServerResponse } from 'node:http';

/** Answers with JSON; without a body, where there is nothing to say. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (value !== undefined) sendBody(response, status, 'application/json', JSON.stringify(value));
  else {
    response.statusCode = status;
    response.end();
  }
}

/** Answers with a text, its length known. */
export function sendBody(response: ServerResponse, status: number, type: string, body: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}
