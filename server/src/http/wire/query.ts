import type { Request } from 'express';
import { parseInstant } from '../../book/model/instant.js';
import { ApiError } from './problem-response.js';

/** A value of the query. */
export function queryText(request: Request, name: string): string | undefined {
  const value = request.query[name];
  if (value === undefined) return value;
  // No database holds one, and PostgreSQL cannot even be asked about it.
  if (typeof value === 'string' && value.includes('\u0000')) {
    throw new ApiError('malformed', `\`${name}\` holds a NUL character`, { pointer: '' });
  }
  if (typeof value === 'string') return value;
  throw new ApiError('malformed', `\`${name}\` stands more than once in the query: state it once`, { pointer: '' });
}

/** An instant of the query, in milliseconds since 1970. */
export function queryInstant(request: Request, name: string): number | undefined {
  const text = queryText(request, name);
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw new ApiError(
    'malformed',
    `\`${name}\` is not an instant: write it with its zone, such as 2026-12-01T00:00:00Z`,
  );
}

/** A whole number of the query. */
export function queryNumber(request: Request, name: string): number | undefined {
  const text = queryText(request, name);
  return text === undefined ? undefined : wholeNumber(text, name);
}

/** A number in the path, such as a release's. */
export function pathNumber(request: Request, name: string): number {
  const text = request.params[name];
  return wholeNumber(typeof text === 'string' ? text : '', name);
}

/** What a wildcard of the path stands for: `/files/*path`. */
export function pathRest(request: Request, name: string): string {
  const steps: unknown = request.params[name];
  return Array.isArray(steps) ? steps.join('/') : String(steps);
}

function wholeNumber(text: string, name: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ApiError('malformed', `\`${name}\` is \`${text.slice(0, 40)}\`: write a whole number`);
}
