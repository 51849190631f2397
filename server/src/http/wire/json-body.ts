import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError } from './problem-response.js';

/** The usual limit of a JSON body, in bytes. */
export const JSON_LIMIT = 256 * 1024;
/** The limit of a body that may bring a whole book with it, in bytes. */
export const BOOK_LIMIT = 16 * 1024 * 1024;

/** In bytes, or in characters once it is text. */
const LARGE_BODY = 1024 * 1024;

/**
 * Reads a request's body as it is.
 *
 * @param limit the largest body, in bytes
 * @throws ApiError too_large
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limit) throw tooLarge(limit);
  return readBytes(request, limit);
}

/**
 * Reads a request's body as JSON.
 *
 * @param limit the largest body, in bytes
 * @throws ApiError unsupported_media_type, too_large, or malformed with the line and column of the fault
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  return parseJson(await readJsonText(request, limit));
}

/** As `readJson`; an empty object for a request that has no body. */
export async function readOptionalJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
  return length === '0' && coding === undefined ? {} : readJson(request, limit);
}

/** As `readJson`, for whom the digits matter as they are written. */
export async function readExactJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const text = await readJsonText(request, limit);
  const value = await parseJson(text);
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g)) {
    if (token.startsWith('"') || !isInexact(token)) continue;
    throw new ApiError(
      'malformed',
      `the number ${token.slice(0, 60)} has more than 15 digits: no JSON reader keeps them all`,
    );
  }
  return value;
}

/** Whether a binary float would not give the digits back. */
function isInexact(number: string): boolean {
  const digits = number.replace(/e.*$/i, '').replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length > 15 || /e/i.test(number);
}

async function readJsonText(request: IncomingMessage, limit: number): Promise<string> {
  checkType(request);
  const bytes = await readBody(request, limit);
  if (bytes.length === 0) throw new ApiError('malformed', 'the body is empty: send JSON', { pointer: '' });
  await afterStep(bytes.length);
  const text = decode(bytes);
  await afterStep(bytes.length);
  return text;
}

/** Lets quotes have their turn after a step of reading a large body, which takes as long as a quote may wait. */
async function afterStep(size: number): Promise<void> {
  if (size > LARGE_BODY) await nextTurn();
}

function checkType(request: IncomingMessage): void {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?;?$/i.test(type)) {
    const got = type === '' ? 'no Content-Type' : `the Content-Type ${JSON.stringify(type)}`;
    throw new ApiError('unsupported_media_type', `the body has ${got}: send application/json, in UTF-8`);
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ApiError('unsupported_media_type', `the body is encoded as ${encoding}: send it as it is`);
  }
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        // The rest is not kept, and the connection is closed once the error is sent.
        request.removeAllListeners('data');
        request.resume();
        reject(tooLarge(limit));
      }
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('aborted', () => reject(new ApiError('malformed', 'the request was broken off')));
  });
}

function tooLarge(limit: number): ApiError {
  return new ApiError('too_large', `the body is larger than ${Math.round(limit / 1024)} kB`);
}

function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd') && !isUtf8(bytes)) {
    throw new ApiError('malformed', 'the body is not UTF-8 text', { pointer: '' });
  }
  return text;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

async function parseJson(text: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    await afterStep(text.length);
    return value;
  } catch (error) {
    // V8 says what it did not expect, and where; it quotes the body, which may be long.
    const said = error instanceof Error ? error.message.slice(0, 200) : 'not JSON';
    throw new ApiError('malformed', `the body is not valid JSON: ${said}`, { pointer: '' });
  }
}
