import { type Comparison, constantsOf, type FactValue } from '../../book/model/condition.js';
import type { TextSpec } from '../../book/model/fact-kinds/text.js';
import { type FactSpec, mayEqual } from '../../book/model/fact-spec.js';
import { ANY_OTHER } from '../../pricing/validation/possible-values.js';
import { intervalsOf } from './cut-range.js';
import { type DomainValue, signature } from './domain-value.js';

/** What one fact can be, as far as prices can tell. The first value of a context fact is its default. */
export interface Domain {
  readonly fact: string;
  readonly values: readonly DomainValue[];
}

/**
 * The values of an option: every choice of either book, or the intervals of a range. Not stating it is a value too
 * where the books take that differently: their defaults differ, or one does not have the option and the other no default.
 *
 * @param specs of the option in the books that are compared, undefined in one that does not have it; the last counts most
 */
export function optionDomain(
  fact: string,
  specs: readonly (FactSpec | undefined)[],
  comparisons: readonly Comparison[],
): Domain {
  const known = [...specs].reverse().filter((spec) => spec !== undefined);
  const values = Object.values(valuesByKind(known, comparisons, known[0]?.default ?? null)).flat();
  const unstated = specs.includes(undefined)
    ? known.every((spec) => spec.default === undefined)
    : defaultsDiffer(known);
  return { fact, values: unstated ? [...values, { value: null }] : values };
}

/**
 * The classes of a context fact: values that every comparison answers alike are one. What is usual comes first: the
 * default, or not to be stated where there is none, or where each book has another.
 *
 * @param apart whether each choice counts, as where a rate charges for it: then no two are one
 */
export function contextDomain(
  fact: string,
  specs: readonly (FactSpec | undefined)[],
  comparisons: readonly Comparison[],
  apart = false,
): Domain {
  const known = [...specs].reverse().filter((spec) => spec !== undefined);
  const differ = defaultsDiffer(known);
  const normal = differ ? null : (known[0]?.default ?? null);
  const { range, ...others } = valuesByKind(known, comparisons, normal);
  const unstated: readonly DomainValue[] = normal === null ? [{ value: null }] : [];
  const all = [...range, ...unstated, ...Object.values(others).flat()];
  const isNormal = ({ value }: DomainValue): boolean => value === normal;
  const ordered = [...all.filter(isNormal), ...all.filter((one) => !isNormal(one))];
  const byAnswers = new Map<string, DomainValue>();
  for (const one of ordered) {
    // Books may differ in the values that they accept, too.
    const accepted = specs.map((spec) => spec === undefined || one.value === null || mayEqual(spec, one.value));
    // A stretch of numbers is a class of its own, for what is charged by it; so is what each book takes its own way.
    const own =
      differ && one.value === null ? 'unstated' : apart ? `${String(one.value)} ${stretch(one)}` : stretch(one);
    const key = `${signature(comparisons, one.value)} ${accepted.map(Number).join('')} ${own}`;
    if (!byAnswers.has(key)) byAnswers.set(key, one);
  }
  return { fact, values: [...byAnswers.values()] };
}

function defaultsDiffer(specs: readonly FactSpec[]): boolean {
  return new Set(specs.map((spec) => spec.default)).size > 1;
}

function stretch({ interval }: DomainValue): string {
  return interval === undefined ? '' : `${interval.from}..${interval.to}`;
}

/** The values that specs of each kind give a fact, in the order in which an option's stand. */
type ValuesByKind = { readonly [K in FactSpec['kind']]: readonly DomainValue[] };

function valuesByKind(
  specs: readonly FactSpec[],
  comparisons: readonly Comparison[],
  normal: FactValue | null,
): ValuesByKind {
  const choices = specs.flatMap((spec) => (spec.kind === 'choices' ? spec.choices : []));
  const ranges = specs.flatMap((spec) => (spec.kind === 'range' ? spec : []));
  return {
    choices: [...new Set(choices)].map((value) => ({ value })),
    range: ranges.length === 0 ? [] : intervalsOf(ranges, comparisons, typeof normal === 'number' ? normal : undefined),
    text: textValues(
      specs.flatMap((spec) => (spec.kind === 'text' ? spec : [])),
      comparisons,
    ),
  };
}

function textValues(texts: readonly TextSpec[], comparisons: readonly Comparison[]): readonly DomainValue[] {
  if (texts.length === 0) return [];
  const defaults = texts.flatMap((spec) => spec.default ?? []);
  const named = comparisons.flatMap(constantsOf).filter((value) => typeof value === 'string');
  return [...new Set([...defaults, ...named, ANY_OTHER])].map((value) => ({ value }));
}
