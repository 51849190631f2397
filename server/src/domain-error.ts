/** Stable codes of what releases/ and access/ refuse to do. The caller can fix the cause of each. */
export type DomainErrorCode =
  | 'invalid'
  | 'not_found'
  | 'unknown_product'
  | 'not_in_force'
  | 'stale'
  | 'precondition_required'
  | 'wrong_state'
  | 'book_broken'
  | 'checks_broken'
  | 'not_approved'
  | 'own_change'
  | 'base_outdated'
  | 'conflicts'
  | 'later_release'
  | 'clock_behind'
  | 'nothing_changed'
  | 'amounts_only'
  | 'already_exists'
  | 'sign_in_failed'
  | 'sign_in_required'
  | 'forbidden'
  | 'people_only'
  | 'cross_site'
  | 'too_many_requests'
  | 'link_used'
  | 'database_away'
  | 'database_full'
  | 'record_differs';

/** What an error carries beside its sentence: problems, both versions of a stale edit, conflicts. */
export type DomainErrorDetails = Readonly<Record<string, unknown>>;

/**
 * Something that a user asked for and that the rules do not allow: which rule, and what would be right.
 * Thrown through transactions, which it rolls back; http/ turns it into a problem answer, the command into a line.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  readonly details: DomainErrorDetails;

  constructor(code: DomainErrorCode, message: string, details: DomainErrorDetails = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}
