export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** `Array.isArray`, which does not know read-only lists. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value as an object; an empty one where there is none. */
export function objectAt(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !isList(value) ? value : {};
}

/** The value as a list; an empty one where there is none. */
export function listAt(value: Json | undefined): readonly Json[] {
  return value !== undefined && isList(value) ? value : [];
}
