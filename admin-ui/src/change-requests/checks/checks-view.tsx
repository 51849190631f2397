import type { ChangeRequest, CheckResult } from '../../../../schemas/types/api.js';
import { EmptyState } from '../../layout/empty-state.js';
import { Waiting } from '../../layout/waiting.js';
import { FailedCheck } from './failed-check.js';
import { isExpectation } from './is-expectation.js';
import { PassingChecks } from './passing-checks.js';
import { UpdateExpectedPrices } from './update-expected-prices.js';

interface Props {
  readonly checks: readonly CheckResult[] | undefined;
  readonly change: ChangeRequest;
  readonly editable: boolean;
  readonly onDone: () => Promise<void>;
}

/** What must be true of every price: the checks that fail, each with a counter-example, and those that pass. */
export function ChecksView({ checks, change, editable, onDone }: Props) {
  if (checks === undefined) return <Waiting label="Running the checks" />;
  if (checks.length === 0) {
    return <EmptyState title="No checks yet">Add a rule set of kind checks under Prices, YAML.</EmptyState>;
  }
  const failed = checks.filter(({ outcome }) => outcome !== 'passed');
  return (
    <>
      {editable && failed.some(isExpectation) && <UpdateExpectedPrices change={change} onDone={onDone} />}
      {failed.map((check) => (
        <FailedCheck key={`${check.check} ${check.source}`} check={check} />
      ))}
      <PassingChecks checks={checks.filter(({ outcome }) => outcome === 'passed')} />
    </>
  );
}
