/**
 * The tables, as both databases have them. Instants are texts such as `2026-11-23T12:00:00.000Z`: they sort as they
 * read, and a person with a SQL prompt can read them. Lists and records are JSON texts.
 */
export interface Tables {
  readonly rule_set_texts: RuleSetTextRow;
  readonly releases: ReleaseRow;
  readonly release_files: ReleaseFileRow;
  readonly release_withdrawals: ReleaseWithdrawalRow;
  readonly change_requests: ChangeRequestRow;
  readonly change_request_revisions: RevisionRow;
  readonly change_request_edits: EditRow;
  readonly reviews: ReviewRow;
  readonly requirements: RequirementRow;
  readonly recorded_quotes: RecordedQuotesRow;
  readonly recorded_hours: RecordedHourRow;
  readonly recording_key: RecordingKeyRow;
  readonly people: PersonRow;
  readonly invitations: InvitationRow;
  readonly sessions: SessionRow;
  readonly api_keys: ApiKeyRow;
  readonly audit_log: AuditRow;
  readonly audit_head: AuditHeadRow;
}

/** A rule set's text, stored once however many releases hold it. */
export interface RuleSetTextRow {
  readonly sha256: string;
  readonly text: string;
}

export interface ReleaseRow {
  readonly number: number;
  /** Over all its files. */
  readonly digest: string;
  readonly effective_at: string;
  readonly published_at: string;
  readonly author: string;
  /** JSON list of names. */
  readonly approvers: string;
  readonly reason: string;
  /** Why it was published without the approvals that the policy asks for; null when it had them. */
  readonly emergency: string | null;
  readonly change_request: number | null;
  /** The release whose book it changes; null for the first. */
  readonly base: number | null;
  /** Hash of the last audit event before it. */
  readonly log_head: string;
  /** Over everything above: a copy of it pins the release and the whole log before it. */
  readonly seal: string;
}

export interface ReleaseFileRow {
  readonly release: number;
  readonly path: string;
  readonly sha256: string;
}

/** A scheduled release that was taken back before its instant. */
export interface ReleaseWithdrawalRow {
  readonly release: number;
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

export interface ChangeRequestRow {
  readonly id: number;
  readonly author: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly state: StoredState;
  /** The last revision. */
  readonly revision: number;
  /** The last revision that changed the price book; approvals of earlier ones no longer count. */
  readonly content_revision: number;
  /** The last review that was dismissed; approvals up to it no longer count. 0: none was. */
  readonly dismissed_reviews: number;
  /** The release that it became; null until it is scheduled or published. */
  readonly release: number | null;
}

/** What is stored of a change request's state; approved, scheduled and published follow from reviews and the clock. */
export type StoredState = 'draft' | 'in_review' | 'rejected' | 'withdrawn' | 'released';

export interface RevisionRow {
  readonly change_request: number;
  readonly revision: number;
  readonly at: string;
  readonly actor: string;
  readonly title: string;
  readonly description: string;
  /** The release that the edits are made to. */
  readonly base: number;
  /** Of the whole price book with the edits. */
  readonly digest: string;
}

/** A file that a revision changes. Every revision holds all of its edits, so each can be read alone. */
export interface EditRow {
  readonly change_request: number;
  readonly revision: number;
  readonly path: string;
  /** Null: the file is removed. */
  readonly sha256: string | null;
}

export interface ReviewRow {
  readonly change_request: number;
  readonly number: number;
  readonly revision: number;
  readonly digest: string;
  readonly actor: string;
  readonly at: string;
  readonly verdict: 'approve' | 'request_changes' | 'comment';
  readonly comment: string;
}

/** What a change request needs before it is published, as it was found when it was submitted. */
export interface RequirementRow {
  readonly change_request: number;
  readonly number: number;
  readonly revision: number;
  readonly at: string;
  readonly approvals: number;
  /** JSON list of sentences. */
  readonly reasons: string;
}

/** How often one question had one answer from one release within an hour. */
export interface RecordedQuotesRow {
  /** Its beginning. */
  readonly hour: string;
  /** A hash of the question and its answer: see `recordedQuotesId`. */
  readonly id: string;
  readonly product: string;
  readonly release: number;
  /** JSON, its keys sorted. Of a fact that is hashed it says `hmac:*`. */
  readonly options: string;
  readonly context: string;
  /** JSON: the facts of which only a keyed hash is kept, such as private ones; empty when there are none. */
  readonly hashed_facts: string;
  readonly list_price: string;
  readonly total: string;
  readonly currency: string;
  /** 1: asked with an API key. 0: by somebody who did not say who they are. */
  readonly identified: number;
  /** 1: private facts and free texts were left out, because the hour had too many different questions. */
  readonly simplified: number;
  /** When the first of them was asked, to the millisecond. */
  readonly first_at: string;
  readonly quotes: number;
}

/** What one hour's recorded quotes add up to. */
export interface RecordedHourRow {
  readonly hour: string;
  readonly quotes: number;
  /** How many rows the hour has, and about how many bytes they take. */
  readonly questions: number;
  readonly bytes: number;
  /** How many of the quotes were counted without private facts and free texts. */
  readonly simplified: number;
  /** How many more quotes were answered, but could not be recorded or had to be deleted for want of room. */
  readonly dropped: number;
}

/** One row: the key that private facts of recorded quotes are hashed with. */
export interface RecordingKeyRow {
  readonly id: number;
  readonly key: string;
}

export interface PersonRow {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  /** `scrypt$N$r$p$salt$hash`; null for people who sign in with OpenID Connect only. */
  readonly password: string | null;
  readonly active: number;
  readonly created_at: string;
}

export interface InvitationRow {
  readonly token_sha256: string;
  /** Null: the person who opens the link states it, as the first admin does. */
  readonly email: string | null;
  readonly role: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly expires_at: string;
  readonly used_at: string | null;
}

export interface SessionRow {
  readonly token_sha256: string;
  readonly person: number;
  readonly created_at: string;
  readonly expires_at: string;
}

export interface ApiKeyRow {
  readonly id: number;
  readonly name: string;
  /** The first characters, by which a person knows it again. */
  readonly prefix: string;
  readonly key_sha256: string;
  /** JSON list. */
  readonly scopes: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly revoked_at: string | null;
  /** From then on it is refused; null: never. */
  readonly expires_at: string | null;
  /** To the minute or so; null: never. Not part of the record. */
  readonly last_used_at: string | null;
  /** What it is for. */
  readonly note: string;
}

export interface AuditRow {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly change_request: number | null;
  readonly release: number | null;
  /** `|kling-o1|seedream|`, so that one can be looked for; empty when it is about none. */
  readonly products: string;
  readonly reason: string;
  /** JSON. */
  readonly details: string;
  readonly previous: string;
  readonly hash: string;
}

/** One row: where the log ends. Cutting the log's tail leaves it behind. */
export interface AuditHeadRow {
  readonly id: number;
  readonly seq: number;
  readonly hash: string;
}
