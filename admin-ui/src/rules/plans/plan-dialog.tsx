import type { PlanSpec } from '../../book/rule-sets.js';
import { AmountInput } from '../../layout/forms/amount-input.js';
import { DialogForm } from '../../layout/forms/dialog-form.js';
import { missingAmount, missingText } from '../../layout/forms/missing.js';
import { TitleInput } from '../../layout/forms/title-input.js';
import type { WrittenPlan } from './write-plan.js';

interface Props {
  /** Undefined for a new one. */
  readonly plan: PlanSpec | undefined;
  readonly onSave: (written: WrittenPlan) => void;
  readonly onClose: () => void;
}

/** The form of a plan: its price, its credits and its discount. */
export function PlanDialog({ plan, onSave, onClose }: Props) {
  return (
    <DialogForm
      title={plan?.title ?? 'New plan'}
      width="xs"
      initial={{
        title: plan?.title ?? '',
        monthly_price: String(plan?.monthly_price ?? ''),
        monthly_credits: String(plan?.monthly_credits ?? ''),
        credit_discount: String(plan?.credit_discount ?? 0),
      }}
      missing={({ title, monthly_price, monthly_credits, credit_discount }) => ({
        title: missingText(title, 'Give it a title.'),
        monthly_price: missingAmount(monthly_price, 'Enter the monthly price.'),
        monthly_credits: missingAmount(monthly_credits, 'Enter the monthly credits.'),
        credit_discount: missingAmount(credit_discount, 'Enter the discount; 0 for none.'),
      })}
      action={plan === undefined ? 'Add the plan' : 'Save'}
      onSave={({ title, ...amounts }) => onSave({ title: title.trim(), amounts })}
      onClose={onClose}
    >
      {() => (
        <>
          <TitleInput label="Title" />
          <AmountInput source="monthly_price" label="Monthly price" required />
          <AmountInput source="monthly_credits" label="Monthly credits" required />
          <AmountInput source="credit_discount" label="Discount, in per cent" required />
        </>
      )}
    </DialogForm>
  );
}
