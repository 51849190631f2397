import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { RULE_SET_KINDS, type RuleSetKind } from '../model/rule-set-kinds.js';

/** The parsed JSON of `schemas/*.schema.json`, by the name before `.schema.json`. */
export type SchemaTexts = Readonly<Record<RuleSetKind | 'definitions', object>>;

export type SchemaCheck = (plain: unknown) => readonly ErrorObject[];

/** A compiled schema for each kind of rule set. */
export type RuleSetSchemas = Readonly<Record<RuleSetKind, SchemaCheck>>;

/**
 * Compiles the schemas once, in ajv's strict mode.
 * They are passed in because this folder reads no files.
 *
 * @throws Error when a schema itself is wrong: that is a bug of the program
 */
export function compileSchemas(schemas: SchemaTexts): RuleSetSchemas {
  const ajv = new Ajv2020({
    strict: true,
    // `required` inside `if` and `anyOf` names properties that are defined one level up.
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
    verbose: true,
    ownProperties: true,
    // Its optimiser takes longer than it saves on rule sets of any size.
    code: { optimize: false },
  });
  formats.default(ajv, ['date', 'date-time', 'uri']);
  ajv.addSchema(schemas.definitions, 'definitions.schema.json');
  const checks = RULE_SET_KINDS.map((kind) => {
    const validate = ajv.compile(schemas[kind]);
    const check: SchemaCheck = (plain) => (validate(plain) ? [] : (validate.errors ?? []));
    return [kind, check] as const;
  });
  // Object.fromEntries forgets the keys; they are exactly RULE_SET_KINDS.
  return Object.fromEntries(checks) as unknown as RuleSetSchemas;
}
