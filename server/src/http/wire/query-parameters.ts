import type { Request } from 'express';
import { abridged, hintForName } from '../../book/model/suggest.js';
import { ApiError } from './problem-response.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string };
}

/** The API description, as far as the server reads it. */
export interface ApiDescription {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly parameters?: readonly (Parameter | { readonly $ref: string })[] }>>
    >
  >;
  readonly components: {
    readonly parameters?: Readonly<Record<string, Parameter>>;
    readonly schemas: { readonly BatchRequest: { readonly properties: { readonly items: object } } };
  };
}

/**
 * Makes the check that a request has no query parameter but those that the description gives its route. A misspelt one
 * would otherwise be ignored, and the answer be about something else.
 *
 * @returns a function that throws ApiError malformed, with the names that exist as `valid`
 */
export function knownQueryOf(
  description: ApiDescription,
  { method, path }: { readonly method: string; readonly path: string },
): (request: Request) => void {
  const operation = description.paths[describedPath(path)]?.[method.toLowerCase()];
  const parameters = (operation?.parameters ?? [])
    .map((one) => ('$ref' in one ? description.components.parameters?.[one.$ref.split('/').at(-1) ?? ''] : one))
    .filter((one) => one?.in === 'query');
  // An object is one parameter for each of its keys, whatever they are.
  if (parameters.some((one) => one?.schema.type === 'object')) return () => undefined;
  const names = parameters.map((one) => one?.name ?? '');
  return (request) => {
    const unknown = Object.keys(request.query).find((name) => !names.includes(name));
    if (unknown === undefined) return;
    const hint = hintForName(unknown, names, 'query parameters here');
    throw new ApiError('malformed', `\`${abridged(unknown)}\` is not a query parameter here; ${hint}`, {
      valid: names,
    });
  };
}

/** A path of Express as the description writes it: `/v1/releases/{number}/files/{path}`. */
export function describedPath(path: string): string {
  return path.replace(/[:*](\w+)/g, '{$1}');
}
