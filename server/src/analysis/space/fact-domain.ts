import { type Comparison, constantsOf, type FactValue } from '../../book/model/condition.js';
import type { ChoiceSpec, FactSpec, RangeSpec, TextSpec } from '../../book/model/fact-spec.js';
import { mayEqual } from '../../book/read/fact-lookup.js';
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
  const choices = known.filter((spec): spec is ChoiceSpec => spec.kind === 'choices');
  const values: DomainValue[] = [...new Set(choices.flatMap((spec) => spec.choices))].map((value) => ({ value }));
  values.push(...rangeValues(known, comparisons), ...textValues(known, comparisons));
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
  const all: DomainValue[] = [
    ...rangeValues(known, comparisons, normal),
    ...(normal === null ? [{ value: null }] : []),
    ...known.flatMap((spec) => (spec.kind === 'choices' ? spec.choices.map((value) => ({ value })) : [])),
    ...textValues(known, comparisons),
  ];
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

function rangeValues(
  specs: readonly FactSpec[],
  comparisons: readonly Comparison[],
  normal: FactValue | null = specs[0]?.default ?? null,
): readonly DomainValue[] {
  const ranges = specs.filter((spec): spec is RangeSpec => spec.kind === 'range');
  return ranges.length === 0 ? [] : intervalsOf(ranges, comparisons, typeof normal === 'number' ? normal : undefined);
}

function textValues(specs: readonly FactSpec[], comparisons: readonly Comparison[]): readonly DomainValue[] {
  const texts = specs.filter((spec): spec is TextSpec => spec.kind === 'text');
  if (texts.length === 0) return [];
  const defaults = texts.flatMap((spec) => spec.default ?? []);
  const named = comparisons.flatMap(constantsOf).filter((value) => typeof value === 'string');
  return [...new Set([...defaults, ...named, ANY_OTHER])].map((value) => ({ value }));
}
