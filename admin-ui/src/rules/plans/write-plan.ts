import { LosslessNumber } from 'lossless-json';
import type { PlanSpec } from '../../book/rule-sets.js';
import type { NewEdit, PatchOperation } from '../../editing/edit.js';

const AMOUNTS = ['monthly_price', 'monthly_credits', 'credit_discount'] as const;

/** A plan as its form leaves it, amounts by the digits that were typed. */
export interface WrittenPlan {
  readonly title: string;
  readonly amounts: Readonly<Record<(typeof AMOUNTS)[number], string>>;
}

/** A plan, and where it is. */
export interface ListedPlan {
  readonly file: string;
  readonly id: string;
  readonly plan: PlanSpec;
}

/** The edit that adds a plan to a file. */
export function addPlan(file: string, id: string, { title, amounts }: WrittenPlan): NewEdit {
  const entries = AMOUNTS.map((key) => [key, new LosslessNumber(amounts[key])]);
  const value = { title, ...Object.fromEntries(entries) };
  return { kind: 'patch', file, what: `plan ${title}`, operations: [{ op: 'add', path: `/plans/${id}`, value }] };
}

/** The edit of those keys of a plan that differ, so that the rest stays as it is written; undefined where none does. */
export function changePlan({ file, id, plan }: ListedPlan, { title, amounts }: WrittenPlan): NewEdit | undefined {
  const operations: PatchOperation[] = [];
  if (plan.title !== title) operations.push({ op: 'replace', path: `/plans/${id}/title`, value: title });
  for (const key of AMOUNTS) {
    if (String(plan[key]) === amounts[key]) continue;
    operations.push({ op: 'replace', path: `/plans/${id}/${key}`, value: new LosslessNumber(amounts[key]) });
  }
  return operations.length === 0 ? undefined : { kind: 'patch', file, what: `plan ${title}`, operations };
}
