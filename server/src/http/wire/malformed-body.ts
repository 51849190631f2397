import type { ErrorObject } from 'ajv/dist/2020.js';
import { abridged, hintForName } from '../../book/model/suggest.js';
import { pointerStep } from '../../book/yaml/json-pointer.js';
import { ApiError } from './problem-response.js';

/** How many faults of one body are listed. */
const MOST_LISTED = 20;

/**
 * The error of a body that is not of its schema: each fault with a JSON pointer, in words that say what would be right.
 *
 * @param found what ajv says when it is `verbose`
 */
export function malformed(found: readonly ErrorObject[]): ApiError {
  const telling = found.filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf' && keyword !== 'oneOf');
  const errors = (telling.length === 0 ? found : telling).slice(0, MOST_LISTED).map(faultOf);
  const [first] = errors;
  const where = first === undefined || first.pointer === '' ? '' : `${first.pointer}: `;
  return new ApiError('malformed', `${where}${first?.detail ?? 'the body is not what is asked for here'}`, {
    pointer: first?.pointer ?? '',
    errors,
  });
}

function faultOf(error: ErrorObject): { readonly pointer: string; readonly detail: string } {
  const { instancePath: pointer, params } = error;
  const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty'];
  if (typeof extra === 'string') {
    const known = Object.keys(error.parentSchema?.['properties'] ?? {});
    const hint = known.length === 0 ? '' : `; ${hintForName(extra, known, 'keys')}`;
    return { pointer: `${pointer}/${pointerStep(extra)}`, detail: `\`${abridged(extra)}\` is not a key here${hint}` };
  }
  return { pointer, detail: faultWords(error, error.data, pointer === '' ? 'the body' : 'this') };
}

function faultWords({ keyword, params, message }: ErrorObject, value: unknown, what: string): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return `\`${String(params['missingProperty'])}\` is missing`;
    case 'type':
      return `${what} is ${kindOf(value)}: send ${wantedKinds(params['type'])}`;
    case 'enum':
      return `${shown(value)} is not a choice here: send one of ${(params['allowedValues'] as readonly unknown[]).map(String).join(', ')}`;
    case 'const':
      return `${what} is ${shown(value)}: send ${JSON.stringify(params['allowedValue'])}`;
    case 'minItems':
      return `${what} has ${sizeOf(value)} items: send at least ${limit}`;
    case 'maxItems':
      return `${what} has ${sizeOf(value)} items: at most ${limit} are taken at once`;
    case 'minLength':
      return limit === '1' ? `${what} is empty` : `${what} is too short: it needs at least ${limit} characters`;
    case 'maxLength':
      return `${what} is too long: at most ${limit} characters`;
    case 'minProperties':
      return `${what} is empty: it needs at least ${limit === '1' ? 'one key' : `${limit} keys`}`;
    case 'maxProperties':
      return `${what} has too many keys: at most ${limit}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${what} is ${shown(value)}: it must be ${String(params['comparison'])} ${limit}`;
    case 'pattern':
      return `${shown(value)} is not written as it has to be: it must match ${String(params['pattern'])}`;
    case 'format':
      return params['format'] === 'date-time'
        ? `${shown(value)} is not an instant: write it with its zone, such as 2026-12-01T00:00:00Z`
        : `${shown(value)} is not a valid ${String(params['format'])}`;
    case 'uniqueItems':
      return `${what} has the same item twice`;
    default:
      return `${what} ${message ?? 'is not valid'}`;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `the ${typeof value} ${String(value)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function wantedKinds(types: unknown): string {
  return [types]
    .flat()
    .map((type) => KINDS[String(type)] ?? String(type))
    .join(' or ');
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? kindOf(value) : abridged(JSON.stringify(value) ?? 'nothing');
}
