import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync } from 'node:zlib';
import type { FactValue } from '../book/condition.js';

/** A quote that was answered, as it is kept: its private facts are hashed. */
export interface RecordedQuestion {
  readonly product: string;
  readonly options: Readonly<Record<string, FactValue>>;
  readonly context: Readonly<Record<string, FactValue>>;
  readonly release: number;
  readonly listPrice: string;
  readonly total: string;
  readonly currency: string;
}

/** Many quotes: each question once, and for every quote the question and its moment. */
export interface RecordedChunk {
  readonly questions: readonly RecordedQuestion[];
  /** For each quote the place of its question. */
  readonly asked: readonly number[];
  /** For each quote its moment, in milliseconds since 1970. */
  readonly at: readonly number[];
}

const deflate = promisify(deflateRaw);

/** Writes a chunk as a text that both databases hold: JSON, deflated, in base64. About 10 bytes a quote. */
export async function writeChunk(chunk: RecordedChunk): Promise<string> {
  // Differences between moments are small numbers, which take little room.
  const gaps = chunk.at.map((at, index) => at - (chunk.at[index - 1] ?? 0));
  return (await deflate(JSON.stringify({ ...chunk, at: gaps }))).toString('base64');
}

export function readChunk(content: string): RecordedChunk {
  const read: RecordedChunk = JSON.parse(inflateRawSync(Buffer.from(content, 'base64')).toString());
  let last = 0;
  return {
    ...read,
    at: read.at.map((gap) => {
      last += gap;
      return last;
    }),
  };
}

/** How a private fact is kept: by a keyed hash, from which nobody without the key can tell the value. */
export function hashedFact(key: string, fact: string, value: FactValue): string {
  return `hmac:${createHmac('sha256', key)
    .update(`${fact}=${String(value)}`)
    .digest('hex')
    .slice(0, 32)}`;
}
