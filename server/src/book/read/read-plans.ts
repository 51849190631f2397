import type { Comparison } from '../model/condition.js';
import type { Plan } from '../model/price-book.js';
import type { YamlMap } from '../yaml/yaml-node.js';
import { type BookDraft, claimId, claimName } from './book-draft.js';
import { asMap, field, keySource, mapEntries, requiredDecimal, requiredField, requiredText } from './fields.js';
import { readWhen } from './read-when.js';

/** Reads a rule set of kind `plans`. Its discounts become rules once it is known which fact is the plan. */
export function readPlans(root: YamlMap, draft: BookDraft): void {
  const currency = requiredText(root, 'currency');
  draft.currencyUses.push({ currency, source: requiredField(root, 'currency').source });
  const plans: Plan[] = [];
  for (const [id, entry] of mapEntries(root, 'plans')) {
    const node = asMap(entry.node);
    const plan: Plan = {
      id,
      title: requiredText(node, 'title'),
      currency,
      monthlyPrice: requiredDecimal(node, 'monthly_price'),
      monthlyCredits: requiredDecimal(node, 'monthly_credits'),
      creditDiscount: requiredDecimal(node, 'credit_discount'),
      source: keySource(node, 'credit_discount'),
    };
    plans.push(plan);
    claimName(draft, draft.plans, id, plan, 'plan');
  }
  draft.planFiles.push({ node: root, plans });
}

/** Makes each plan's credit discount a discount rule on that plan, off what `discount_when` says. */
export function addPlanDiscounts(draft: BookDraft, planFact: string): void {
  for (const { node, plans } of draft.planFiles) {
    const offWhat = readWhen(field(node, 'discount_when'), draft);
    for (const plan of plans) {
      if (Number(plan.creditDiscount) === 0) continue;
      const id = `plan-${plan.id}`;
      claimId(draft, id, plan.source);
      const { source } = plan;
      const onPlan: Comparison = { fact: planFact, operator: 'equal', value: plan.id, source, factSource: source };
      draft.discounts.push({
        step: 'discount',
        id,
        title: `${plan.title} plan, ${plan.creditDiscount}% off`,
        source,
        when: [onPlan, ...offWhat],
        percentOff: plan.creditDiscount,
      });
    }
  }
}
