import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import book from '../../../schemas/book.schema.json';
import checks from '../../../schemas/checks.schema.json';
import definitions from '../../../schemas/definitions.schema.json';
import discounts from '../../../schemas/discounts.schema.json';
import multipliers from '../../../schemas/multipliers.schema.json';
import overrides from '../../../schemas/overrides.schema.json';
import plans from '../../../schemas/plans.schema.json';
import prices from '../../../schemas/prices.schema.json';
import { pathAt } from './yaml-path.js';

/** The part of JSON Schema that the rule language uses. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

const KINDS: Readonly<Record<string, unknown>> = { book, checks, discounts, multipliers, overrides, plans, prices };

/** Completes keys and values of a rule set by the schema of its kind. */
export function completionsFor(kind: string) {
  const root = KINDS[kind] as Schema | undefined; // The files are JSON Schemas.
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w-]*/);
    if (root === undefined || word === null || (word.from === word.to && !context.explicit)) return null;
    const { path, key } = pathAt(context.state.doc.toString(), word.from);
    const schemas = path.reduce<readonly Schema[]>(
      (now, step) => now.flatMap((one) => within(one, step, root)),
      [root],
    );
    const options =
      key === undefined
        ? schemas.flatMap((one) => keysOf(one, root))
        : schemas.flatMap((one) => within(one, key, root)).flatMap((one) => valuesOf(one, root));
    return options.length === 0 ? null : { from: word.from, options };
  };
}

/** The schema itself, and those that it refers to. */
function resolved(schema: Schema, root: Schema): readonly Schema[] {
  const { $ref, anyOf = [], oneOf = [], allOf = [] } = schema;
  const target = $ref === undefined ? undefined : targetOf($ref, root);
  const parts = [...anyOf, ...oneOf, ...allOf].flatMap((part) => resolved(part, root));
  return [schema, ...(target === undefined ? [] : resolved(target, root)), ...parts];
}

function targetOf(ref: string, root: Schema): Schema | undefined {
  const [file = '', pointer = ''] = ref.split('#');
  const from = (file === '' ? root : definitions) as Schema; // Both are JSON Schemas.
  return from.$defs?.[pointer.split('/').at(-1) ?? ''];
}

function within(schema: Schema, step: string | number, root: Schema): readonly Schema[] {
  return resolved(schema, root).flatMap(({ properties, additionalProperties, items }) => {
    if (typeof step === 'number') return items === undefined ? [] : [items];
    const named = properties?.[step];
    if (named !== undefined) return [named];
    return typeof additionalProperties === 'object' ? [additionalProperties] : [];
  });
}

function keysOf(schema: Schema, root: Schema): readonly Completion[] {
  return resolved(schema, root).flatMap(({ properties = {} }) =>
    Object.entries(properties).map(([name, { description }]) => ({
      label: name,
      apply: `${name}: `,
      type: 'property',
      ...(description === undefined ? {} : { info: description }),
    })),
  );
}

function valuesOf(schema: Schema, root: Schema): readonly Completion[] {
  return resolved(schema, root).flatMap((one) => {
    const values = one.enum ?? (one.const === undefined ? [] : [one.const]);
    const booleans = one.type === 'boolean' ? [true, false] : [];
    return [...values, ...booleans].map((value) => ({ label: String(value), type: 'constant' }));
  });
}
