import type { Request } from 'express';
import type { OperationName } from '../../../../schemas/types/answer-to.js';
import { abridged, hintForName } from '../../book/model/suggest.js';
import { ApiError } from './problem-response.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string };
}

interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly responses: Readonly<Record<string, object>>;
}

/** The API description, as far as the server reads it. */
export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly parameters?: Readonly<Record<string, Parameter>>;
    readonly schemas: { readonly BatchRequest: { readonly properties: { readonly items: object } } };
  };
}

/** The method of an operation, and its path as Express writes it: `/v1/releases/:number/files/*path`. */
export function addressOf(operation: OperationName) {
  const [method, path = ''] = operation.split(' ');
  return {
    method: method as Method, // Every name begins with one: `OperationName` is made of the description.
    path: path.replaceAll('{path}', '*path').replace(/\{(\w+)\}/g, ':$1'),
  };
}

export type Method = OperationName extends `${infer First} ${string}` ? First : never;

/** The status that an operation answers with when it goes well: 201 where it makes something. */
export function statusOf(description: ApiDescription, name: OperationName): number {
  const status = Object.keys(operationOf(description, name).responses).find((one) => one < '400');
  if (status === undefined) throw new Error(`no answer of ${name} is described`);
  return Number(status);
}

/**
 * Makes the check that a request has no query parameter but those that the description gives its operation. A misspelt
 * one would otherwise be ignored, and the answer be about something else.
 *
 * @returns a function that throws ApiError malformed, with the names that exist as `valid`
 */
export function knownQueryOf(description: ApiDescription, name: OperationName): (request: Request) => void {
  const parameters = (operationOf(description, name).parameters ?? [])
    .map((one) => ('$ref' in one ? description.components.parameters?.[one.$ref.split('/').at(-1) ?? ''] : one))
    .filter((one) => one?.in === 'query');
  // An object is one parameter for each of its keys, whatever they are.
  if (parameters.some((one) => one?.schema.type === 'object')) return () => undefined;
  const names = parameters.map((one) => one?.name ?? '');
  return (request) => {
    const unknown = Object.keys(request.query).find((key) => !names.includes(key));
    if (unknown === undefined) return;
    const hint = hintForName(unknown, names, 'query parameters here');
    throw new ApiError('malformed', `\`${abridged(unknown)}\` is not a query parameter here; ${hint}`, {
      valid: names,
    });
  };
}

function operationOf(description: ApiDescription, name: OperationName): Operation {
  const [method = '', path = ''] = name.split(' ');
  const found = description.paths[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`the API description has no operation ${name}`);
  return found;
}
