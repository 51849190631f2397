import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Problem, problemAt, type Source } from '../model/problem.js';
import { hintForName } from '../model/suggest.js';
import { nodeAt, type YamlNode } from './yaml-node.js';

/** Turns what ajv found into problems with a place, in words that a price manager can act on. */
export function schemaProblems(root: YamlNode, errors: readonly ErrorObject[]): readonly Problem[] {
  return errors.filter(isTelling).map((error) => toProblem(root, error));
}

/** ajv also reports the keywords that only lead to the failed one, and each branch of a failed choice. */
function isTelling(error: ErrorObject): boolean {
  if (error.keyword === 'if' || error.keyword === 'propertyNames') return false;
  return !(error.keyword === 'required' && error.schemaPath.includes('/anyOf/'));
}

function toProblem(root: YamlNode, error: ErrorObject): Problem {
  const node = nodeAt(root, error.instancePath);
  const name = error.instancePath.split('/').at(-1) ?? '';
  const { message, hint, at } = explain(error, node, name);
  return problemAt(at ?? node.source, 'schema', message, hint);
}

interface Explanation {
  readonly message: string;
  readonly hint?: string;
  readonly at?: Source;
}

function explain(error: ErrorObject, node: YamlNode, name: string): Explanation {
  const params: Readonly<Record<string, unknown>> = error.params;
  const what = name === '' || /^\d+$/.test(name) ? 'this' : `\`${name}\``;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const known = Object.keys(error.parentSchema?.['properties'] ?? {});
      return at(node, key, `\`${key}\` is not a key here`, hintForName(key, known, 'keys'));
    }
    case 'false schema': {
      const message = `${what} does not go with the other keys here`;
      return {
        message,
        hint: 'an option has choices or a range, not both; a rate has an amount, parts or steps, one of the three',
      };
    }
    case 'pattern':
      if (error.propertyName !== undefined) {
        return at(node, error.propertyName, `\`${error.propertyName}\` is not a valid name`, patternHint(params));
      }
      return { message: `\`${shown(node)}\` is not a valid name`, hint: patternHint(params) };
    case 'required':
      return { message: `\`${String(params['missingProperty'])}\` is missing`, hint: 'add it here' };
    case 'dependentRequired': {
      const [key, missing] = [String(params['property']), String(params['missingProperty'])];
      return at(node, key, `\`${key}\` needs \`${missing}\``, `add \`${missing}\`, or remove \`${key}\``);
    }
    case 'type': {
      const wanted = typeNames(params['type']);
      return {
        message: `${what} is ${kindOf(node)}`,
        hint: `write ${wanted}${wanted.startsWith('a number') ? numberHint(node) : ''}`,
      };
    }
    case 'enum': {
      const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String);
      return {
        message: `\`${shown(node)}\` is not a choice for ${what}`,
        hint: `${hintForName(shown(node), allowed, 'choices')}${numberHint(node)}`,
      };
    }
    case 'const':
      return { message: `${what} is \`${shown(node)}\``, hint: `write ${String(error.params['allowedValue'])}` };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return { message: `${what} is ${shown(node)}`, hint: `it must be ${params['comparison']} ${params['limit']}` };
    case 'format':
      return {
        message: `\`${shown(node)}\` is not a valid ${String(params['format'])}`,
        hint: formatHint(params['format']),
      };
    case 'anyOf': {
      const keys = (error.schema as readonly { required?: readonly string[] }[]).flatMap((one) => one.required ?? []);
      return { message: 'nothing is stated here', hint: `add one of: ${keys.join(', ')}` };
    }
    case 'uniqueItems':
      return { message: `${what} holds the same value twice`, hint: 'remove one of the two' };
    case 'minItems':
    case 'minProperties':
    case 'minLength':
      return { message: `${what} is empty`, hint: `it needs at least ${params['limit']}` };
    case 'maxLength':
      return { message: `${what} is too long`, hint: `at most ${params['limit']} characters` };
    default:
      return { message: `${what} ${error.message ?? 'is not valid'}` };
  }
}

function at(node: YamlNode, key: string, message: string, hint: string): Explanation {
  const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
  return entry === undefined ? { message, hint } : { message, hint, at: entry.keySource };
}

function shown(node: YamlNode): string {
  return node.kind === 'scalar' ? node.text : kindOf(node);
}

function kindOf(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a mapping' : 'a list';
  if (node.value === null) return 'empty';
  return typeof node.value === 'string' ? `text (\`${node.text}\`)` : `the ${typeof node.value} ${node.text}`;
}

function typeNames(types: unknown): string {
  const words: Record<string, string> = {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a mapping',
    null: 'null',
  };
  const names = Array.isArray(types) ? types : String(types).split(',');
  return names.map((name) => words[String(name)] ?? String(name)).join(', or ');
}

/** For text that would be a number if it were written as one. */
function numberHint(node: YamlNode): string {
  const digits = node.kind === 'scalar' ? node.text.replaceAll(',', '') : '';
  return /^\d+(\.\d+)?$/.test(digits) ? `: ${digits}` : '';
}

function patternHint({ pattern }: Readonly<Record<string, unknown>>): string {
  const text = String(pattern);
  if (text.includes('A-Z')) return 'use letters, digits, _ and -';
  return text.includes('.') ? 'use lower-case letters, digits, dots, _ and -' : 'use lower-case letters, digits and _';
}

function formatHint(format: unknown): string {
  if (format === 'date-time') return 'write an instant with its zone, such as 2026-12-01T00:00:00Z';
  return format === 'date'
    ? 'write a day, such as 2026-12-01'
    : 'write a full address, such as https://example.com/prices';
}
