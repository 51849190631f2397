import type { Request, Response } from 'express';
import { ApiError } from './problem-response.js';

/**
 * The type among those offered that the asker accepts most, the first of equal ones.
 *
 * @throws ApiError not_acceptable
 */
export function acceptedType<T extends string>(request: Request, response: Response, offered: readonly T[]): T {
  response.vary('Accept');
  const accepted = request.accepts([...offered]);
  const type = offered.find((one) => one === accepted);
  if (type === undefined) throw new ApiError('not_acceptable', `accept ${offered.join(', ')}`);
  return type;
}
