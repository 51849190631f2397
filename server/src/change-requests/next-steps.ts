import { type Actor, may } from '../access/actor.js';
import { type Permission, WHO_MAY } from '../access/permissions.js';
import { formatInstant } from '../book/model/instant.js';
import type { ReleaseContext } from '../compiler/release-context.js';
import {
  approvalsNeededFor,
  approvalsOf,
  authorsOf,
  type ChangeRequest,
  changeRequestState,
} from './change-request.js';

/** What can be done with a change request, in the order in which it is done. */
export type StepName =
  | 'edit'
  | 'rebase'
  | 'submit'
  | 'approve'
  | 'request_changes'
  | 'publish'
  | 'schedule'
  | 'publish_in_emergency'
  | 'withdraw_release'
  | 'withdraw';

/** A step, and the reason, in plain words, why the actor cannot take it. */
export type Step = { readonly step: StepName } & (
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: string }
);

export interface NextSteps {
  /** The step that brings the change closer to its release, even if somebody else has to take it; undefined when nothing is
   * left to do. */
  readonly next: Step | undefined;
  /** What else makes sense in its state. */
  readonly others: readonly Step[];
}

/**
 * What somebody can do next with a change request. It foresees what the steps themselves refuse for state, role and
 * authorship; whether the book is valid and its checks pass, its preview says.
 */
export function nextSteps(context: ReleaseContext, actor: Actor, request: ChangeRequest): NextSteps {
  const { releases, clock } = context;
  const { policy } = releases.current.card.book;
  const release = request.release === undefined ? undefined : releases.header(request.release);
  const state = changeRequestState(request, policy, release?.effectiveAt, clock());
  const step = (name: StepName, permission: Permission, obstacle?: string): Step => {
    const reason = may(actor, permission) ? obstacle : `your role is ${shown(actor.role)}: ask ${WHO_MAY[permission]}`;
    return reason === undefined ? { step: name, allowed: true } : { step: name, allowed: false, reason };
  };
  const moved = request.base !== releases.last.number;
  const rebase = step('rebase', 'edit_amounts');
  const withdraw = step('withdraw', 'edit_amounts');
  const missing = needed(request, context);
  const mayHurry = actor.kind === 'person' && may(actor, 'administer');
  const emergency = mayHurry && !moved ? [step('publish_in_emergency', 'administer')] : [];
  switch (state) {
    case 'draft':
    case 'rejected': {
      const next =
        request.edits.size === 0 ? step('edit', 'edit_amounts') : moved ? rebase : step('submit', 'edit_amounts');
      return { next, others: [...(next.step === 'edit' ? [] : [step('edit', 'edit_amounts')]), withdraw] };
    }
    case 'in_review': {
      const own = !policy.authorsMayApprove && authorsOf(request).includes(actor.name);
      const done = approvalsOf(request, policy).includes(actor.name);
      const obstacle = own
        ? `${edited(request, actor)}, so somebody else has to approve it`
        : done
          ? `you have approved it; ${missing} more ${missing === 1 ? 'person has' : 'people have'} to`
          : undefined;
      const approve = step('approve', 'review', obstacle);
      const changes = step('request_changes', 'review');
      return { next: approve, others: [changes, ...emergency, step('edit', 'edit_amounts'), withdraw] };
    }
    case 'approved': {
      const last = releases.last.effectiveAt;
      const waits = last > clock() ? `release ${releases.last.number} is to come at ${formatInstant(last)}` : undefined;
      const publish = step('publish', 'publish', waits && `${waits}: schedule this for then or later`);
      const schedule = step('schedule', 'publish');
      if (moved) return { next: rebase, others: [step('edit', 'edit_amounts'), withdraw] };
      return waits === undefined
        ? { next: publish, others: [schedule, step('edit', 'edit_amounts'), withdraw] }
        : { next: schedule, others: [publish, step('edit', 'edit_amounts'), withdraw] };
    }
    case 'scheduled':
      return { next: undefined, others: [step('withdraw_release', 'publish')] };
    case 'published':
    case 'withdrawn':
      return { next: undefined, others: [] };
  }
}

function edited(request: ChangeRequest, actor: Actor): string {
  const throughKey = [...request.keyMakers.values()].some((makers) => makers.includes(actor.name));
  return throughKey ? 'you, or an API key that you made, have edited it' : 'you have edited it';
}

/** How many approvals it still needs. */
function needed(request: ChangeRequest, { releases }: ReleaseContext): number {
  const { policy } = releases.current.card.book;
  return approvalsNeededFor(request, policy).approvals - approvalsOf(request, policy).length;
}

function shown(role: string): string {
  return role.replaceAll('_', ' ');
}
