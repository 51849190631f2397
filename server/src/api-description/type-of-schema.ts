import { isList, type Json, type JsonObject, listAt, objectAt } from './json.js';

/**
 * A JSON Schema as a type of TypeScript.
 *
 * @param indent of the line that the type begins on
 * @example typeOf({ type: 'array', items: { $ref: '#/$defs/when' } }, '') // readonly When[]
 */
export function typeOf(schema: Json, indent: string): string {
  const { $ref, type, allOf, anyOf, oneOf, enum: choices, const: only, ...rest } = objectAt(schema);
  if (typeof $ref === 'string') return typeName($ref);
  if (only !== undefined) return literal(only);
  if (choices !== undefined) return union(listAt(choices).map(literal));
  const among = oneOf ?? anyOf;
  if (among !== undefined) return union(listAt(among).map((one) => typeOf(one, indent)));
  if (allOf !== undefined) {
    return listAt(allOf)
      .map((one) => grouped(one, indent))
      .join(' & ');
  }
  if (type !== undefined && isList(type)) return union(type.map((one) => simpleType(one, rest, indent)));
  return simpleType(type, rest, indent);
}

function simpleType(type: Json | undefined, schema: JsonObject, indent: string): string {
  switch (type) {
    case 'object':
      return objectType(schema, indent);
    case 'array':
      return `readonly ${grouped(schema['items'] ?? {}, indent)}[]`;
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return type;
    default:
      return 'unknown';
  }
}

function objectType({ properties, required, additionalProperties }: JsonObject, indent: string): string {
  const needed = listAt(required);
  const more = `${indent}  `;
  if (properties === undefined) {
    const values = typeof additionalProperties === 'object' ? typeOf(additionalProperties, indent) : 'unknown';
    return `Readonly<Record<string, ${values}>>`;
  }
  if (typeof additionalProperties === 'object') {
    // TypeScript has no type for "all other names": every value is one of what the names can have.
    const values = [...Object.values(objectAt(properties)), additionalProperties].map((one) => typeOf(one, more));
    return `Readonly<Record<string, ${union(values)}>>`;
  }
  const lines = Object.entries(objectAt(properties)).map(([name, property]) => {
    const mark = needed.includes(name) ? '' : '?';
    return `${docOf(property, more)}${more}readonly ${name}${mark}: ${typeOf(property, more)};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

/** The name of the type that a reference leads to: `#/$defs/when` is `When`. */
export function typeName(reference: string): string {
  const name = reference.split('/').at(-1) ?? '';
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function literal(value: Json): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

/** In brackets, where it may have several parts. */
function grouped(schema: Json, indent: string): string {
  const { oneOf, anyOf, allOf, enum: choices, type } = objectAt(schema);
  const hasParts = [oneOf, anyOf, allOf, choices].some((parts) => parts !== undefined) || isList(type ?? null);
  return hasParts ? `(${typeOf(schema, indent)})` : typeOf(schema, indent);
}

/** A schema's description as a comment before its type. */
export function docOf(schema: Json, indent: string): string {
  const { description } = objectAt(schema);
  return typeof description === 'string' ? `${indent}/** ${description.replaceAll('\n', ' ').trim()} */\n` : '';
}
