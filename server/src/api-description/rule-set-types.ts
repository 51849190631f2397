import { type JsonObject, objectAt } from './json.js';
import { docOf, typeName, typeOf } from './type-of-schema.js';

const BANNER = '/* Made of the schemas of rule sets by `npm run generate`: change them there. */';

/**
 * The JSON Schemas of rule sets as TypeScript: a type for each shared definition, one for each kind, and `RuleSet`, which is
 * any of them by its `kind`.
 *
 * @param definitions what the kinds share
 * @param kinds the schema of each kind, by its name
 * @example ruleSetTypes(definitions, { plans }) // ... export type PlansRuleSet = { readonly kind: 'plans'; ... }
 */
export function ruleSetTypes(definitions: JsonObject, kinds: Readonly<Record<string, JsonObject>>): string {
  const shared = Object.entries(objectAt(definitions['$defs']));
  const names = Object.keys(kinds).map((kind) => `${typeName(kind)}RuleSet`);
  return [
    `${BANNER}\n`,
    ...shared.map(([name, schema]) => `${docOf(schema, '')}export type ${typeName(name)} = ${typeOf(schema, '')};\n`),
    ...Object.entries(kinds).map(
      ([kind, schema]) => `${docOf(schema, '')}export type ${typeName(kind)}RuleSet = ${typeOf(schema, '')};\n`,
    ),
    `/** A rule set of any kind. */\nexport type RuleSet = ${names.join(' | ')};\n`,
  ].join('\n');
}
