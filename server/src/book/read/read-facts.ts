import type { FactValue } from '../model/condition.js';
import type { ChoiceSpec } from '../model/fact-kinds/choices.js';
import type { RangeSpec } from '../model/fact-kinds/range.js';
import type { TextSpec } from '../model/fact-kinds/text.js';
import { isOnStep } from '../model/fact-number.js';
import { type FactSpec, RESERVED_FACTS, type SpecOf, valueType } from '../model/fact-spec.js';
import { numberWords } from '../model/number-words.js';
import { type Problem, problemAt } from '../model/problem.js';
import type { YamlEntry, YamlMap, YamlNode } from '../yaml/yaml-node.js';
import { asMap, decimal, defined, field, flag, listItems, mapEntries, text } from './fields.js';
import { factValue } from './read-fact-value.js';

/** How a spec of each kind is read; undefined where it has problems that leave nothing to go on with. */
const READERS: {
  readonly [K in FactSpec['kind']]: (name: string, node: YamlMap, problems: Problem[]) => SpecOf<K> | undefined;
} = { choices, range, text: freeText };

/** Reads a mapping of option names to options. */
export function readOptions(map: YamlMap, problems: Problem[]): Map<string, FactSpec> {
  const options = new Map<string, FactSpec>();
  for (const [name, entry] of mapEntries(map, 'options')) {
    if (refuseReserved(name, entry, problems)) continue;
    const option = asMap(entry.node);
    const kind = field(option, 'choices') === undefined ? 'range' : 'choices';
    const spec = READERS[kind](name, option, problems);
    if (spec !== undefined) options.set(name, spec);
  }
  return options;
}

/** A context fact as declared; a plan's choices are the plans of the book, known once all rule sets are read. */
export type ContextDeclaration =
  | { readonly kind: 'fact'; readonly spec: FactSpec }
  | { readonly kind: 'plan'; readonly node: YamlMap };

/** Reads the context facts of the book. */
export function readContext(map: YamlMap, problems: Problem[]): Map<string, ContextDeclaration> {
  const context = new Map<string, ContextDeclaration>();
  for (const [name, entry] of mapEntries(map, 'context')) {
    if (refuseReserved(name, entry, problems)) continue;
    const node = asMap(entry.node);
    const type = text(node, 'type');
    if (type === 'plan') {
      context.set(name, { kind: 'plan', node });
      continue;
    }
    const spec = contextSpec(name, type, node, problems);
    if (spec === undefined) continue;
    if (valueType(spec) !== type) {
      const source = field(node, 'choices')?.source ?? node.source;
      problems.push(
        problemAt(source, 'invalid_value', `the choices of \`${name}\` are not of type ${type}`, `write ${type}s`),
      );
    } else context.set(name, { kind: 'fact', spec });
  }
  return context;
}

/** The plan fact, once the plans are known. */
export function planSpec(name: string, node: YamlMap, plans: readonly string[], problems: Problem[]): ChoiceSpec {
  return choiceSpec(name, node, plans, problems);
}

function contextSpec(name: string, type: string | undefined, node: YamlMap, problems: Problem[]): FactSpec | undefined {
  if (field(node, 'choices') !== undefined) return READERS.choices(name, node, problems);
  if (type === 'boolean') return choiceSpec(name, node, [false, true], problems);
  return READERS[type === 'number' ? 'range' : 'text'](name, node, problems);
}

function refuseReserved(name: string, entry: YamlEntry, problems: Problem[]): boolean {
  if (!RESERVED_FACTS.includes(name)) return false;
  const hint = `these names have a meaning already: ${RESERVED_FACTS.join(', ')}`;
  problems.push(problemAt(entry.keySource, 'invalid_value', `\`${name}\` cannot be the name of a fact`, hint));
  return true;
}

function base(name: string, node: YamlMap) {
  return {
    name,
    title: text(node, 'title'),
    unit: text(node, 'unit'),
    private: flag(node, 'private'),
    source: node.source,
  };
}

function choices(name: string, node: YamlMap, problems: Problem[]): ChoiceSpec | undefined {
  const values = listItems(node, 'choices').flatMap((item) => factValue(item, problems) ?? []);
  const types = new Set(values.map((value) => typeof value));
  if (types.size > 1) {
    const message = `the choices of \`${name}\` mix ${[...types].join(' and ')}`;
    problems.push(
      problemAt(
        field(node, 'choices')?.source ?? node.source,
        'invalid_value',
        message,
        'write all of them as one type',
      ),
    );
    return undefined;
  }
  return choiceSpec(name, node, values, problems);
}

function choiceSpec(name: string, node: YamlMap, values: readonly FactValue[], problems: Problem[]): ChoiceSpec {
  const chosen = field(node, 'default');
  const value = chosen === undefined ? undefined : factValue(chosen, problems);
  if (chosen !== undefined && value !== undefined && !values.includes(value)) {
    const hint =
      values.length === 0 ? 'there are no choices yet: add some first' : `the choices are: ${values.join(', ')}`;
    problems.push(
      problemAt(chosen.source, 'invalid_value', `the default ${String(value)} is not a choice of \`${name}\``, hint),
    );
  }
  return defined<ChoiceSpec>({ ...base(name, node), kind: 'choices', choices: values, default: value });
}

function range(name: string, node: YamlMap, problems: Problem[]): RangeSpec {
  const [minimum, maximum, step] = [decimal(node, 'minimum'), decimal(node, 'maximum'), decimal(node, 'step')];
  for (const key of ['minimum', 'maximum', 'step']) {
    const bound = field(node, key);
    if (bound !== undefined) factValue(bound, problems);
  }
  const chosen = field(node, 'default');
  const value = chosen === undefined ? undefined : factValue(chosen, problems);
  const refuse = (source: YamlNode, message: string, hint: string) =>
    problems.push(problemAt(source.source, 'invalid_value', message, hint));
  const maximumNode = field(node, 'maximum');
  if (
    minimum !== undefined &&
    maximum !== undefined &&
    maximumNode !== undefined &&
    Number(maximum) < Number(minimum)
  ) {
    refuse(maximumNode, `the maximum of \`${name}\` is under its minimum`, `write at least ${minimum}`);
  }
  if (chosen !== undefined && typeof value !== 'number')
    refuse(chosen, `the default of \`${name}\` is not a number`, 'write a number');
  else if (chosen !== undefined && typeof value === 'number') {
    const outside =
      (minimum !== undefined && value < Number(minimum)) || (maximum !== undefined && value > Number(maximum));
    if (outside)
      refuse(chosen, `the default of \`${name}\` is outside its range`, `write ${numberWords(minimum, maximum)}`);
    else if (step !== undefined && !isOnStep(value, minimum, step)) {
      refuse(chosen, `the default of \`${name}\` is not on a step`, `count in steps of ${step} from ${minimum ?? 0}`);
    }
  }
  const given = typeof value === 'number' ? value : undefined;
  return defined<RangeSpec>({ ...base(name, node), kind: 'range', minimum, maximum, step, default: given });
}

function freeText(name: string, node: YamlMap): TextSpec {
  return defined<TextSpec>({ ...base(name, node), kind: 'text', default: text(node, 'default') });
}
