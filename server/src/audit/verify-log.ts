import { auditHead, auditPage } from '../store/queries/audit-log.js';
import { editWithText } from '../store/queries/change-requests.js';
import { allReleases, filesOfRelease } from '../store/queries/releases.js';
import { textPage } from '../store/queries/rule-set-texts.js';
import type { Queries } from '../store/queries.js';
import type { Store } from '../store/store.js';
import type { AuditRow, ReleaseRow, RuleSetTextRow } from '../store/tables.js';
import { hashOfEvent, NO_EVENT } from './audit-event.js';
import { compareTables } from './compare-tables.js';
import { ReplayedRows } from './replayed-rows.js';

const PAGE = 1_000;
/** Texts may be long. */
const TEXTS = 50;

/** How often the tables are compared again while servers write to them. */
const MOST_ROUNDS = 20;

/** Where the record was altered, or that it was not. */
export type Verification =
  | {
      readonly ok: true;
      readonly events: number;
      /** Hash of the last event: keep a copy elsewhere, and the whole log is pinned. */
      readonly head: string;
      readonly releases: number;
    }
  | {
      readonly ok: false;
      /** The first event that does not fit; absent when a release does not. */
      readonly event?: number;
      readonly release?: number;
      readonly message: string;
    };

/** How releases are hashed; releases/ knows. */
export interface ReleaseHashes {
  readonly textHash: (text: string) => string;
  readonly digest: (sums: ReadonlyMap<string, string>) => string;
  readonly seal: (row: ReleaseRow) => string;
}

/**
 * Recomputes the hash of every event, follows the chain to its head, holds every release against its texts, its
 * seal, and the events before and of it, and compares people, keys, change requests, revisions, reviews and withdrawals
 * with what the log tells of them.
 *
 * @param pins hashes or seals that were copied elsewhere: each has to be found
 */
export async function verifyLog(
  store: Store,
  hashes: ReleaseHashes,
  pins: readonly string[] = [],
): Promise<Verification> {
  return store.read(async (db) => {
    // Servers may write meanwhile: what is read first must be there in what is read after.
    const releases = await allReleases(db);
    const walked = await walk(db);
    if ('message' in walked) return walked;
    const texts = await verifyTexts(db, hashes);
    const verification = await verifyReleases(db, hashes, { releases, texts, walked }, pins);
    if (!verification.ok) return verification;
    return (await alteredText(db, texts)) ?? (await verifyTables(db, walked)) ?? verification;
  });
}

type Fault = Extract<Verification, { ok: false }>;

interface Walked {
  readonly events: number;
  readonly head: string;
  readonly heads: Set<string>;
  /** The seal of each release, as the log tells it. */
  readonly seals: Map<number, string>;
  readonly rows: ReplayedRows;
}

interface Texts {
  /** The sums of the texts that are what their sums say. */
  readonly intact: ReadonlySet<string>;
  readonly altered: readonly string[];
}

async function verifyTexts(db: Queries, { textHash }: ReleaseHashes): Promise<Texts> {
  const intact = new Set<string>();
  const altered: string[] = [];
  let beyond: string | undefined = '';
  while (beyond !== undefined) {
    const rows: readonly RuleSetTextRow[] = await textPage(db, beyond, TEXTS);
    for (const { sha256, text } of rows) {
      if (textHash(text) === sha256) intact.add(sha256);
      else altered.push(sha256);
    }
    beyond = rows.at(-1)?.sha256;
  }
  return { intact, altered };
}

async function alteredText(db: Queries, { altered }: Texts): Promise<Fault | undefined> {
  const [sha256] = altered;
  if (sha256 === undefined) return undefined;
  const edit = await editWithText(db, sha256);
  const where =
    edit === undefined
      ? `its SHA-256 was ${sha256}`
      : `revision ${edit.revision} of change request ${edit.change_request} has it as ${edit.path}`;
  return { ok: false, message: `a text was altered: ${where}` };
}

/** Compares the tables with the log; what servers write meanwhile is in the log, too, when it is walked on. */
async function verifyTables(db: Queries, walked: Walked): Promise<Fault | undefined> {
  let log = walked;
  let last: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const message = await compareTables(db, log.rows);
    if (message === undefined) return undefined;
    // A row that was just written differs once: from the log that was read before.
    if (message === last || (await auditHead(db))?.seq === log.events) return { ok: false, message };
    last = message;
    const next = await walk(db, log);
    if ('message' in next) return next;
    log = next;
  }
  return { ok: false, message: last ?? 'the tables differ from the log' };
}

/** @param from where to go on; the beginning when absent */
async function walk(db: Queries, from?: Walked): Promise<Walked | Fault> {
  const {
    heads,
    seals,
    rows: replayed,
  } = from ?? {
    heads: new Set([NO_EVENT]),
    seals: new Map<number, string>(),
    rows: new ReplayedRows(),
  };
  let previous = from?.head ?? NO_EVENT;
  let seq = from?.events ?? 0;
  for (;;) {
    const rows = await auditPage(db, {}, 'asc', seq, PAGE);
    for (const row of rows) {
      const fault = faultOf(row, seq, previous);
      if (fault !== undefined) return { ok: false, event: row.seq, message: fault };
      const contradiction = replayed.replay(row);
      if (contradiction !== undefined) return { ok: false, event: row.seq, message: contradiction };
      seq = row.seq;
      previous = row.hash;
      heads.add(row.hash);
      const { seal } = JSON.parse(row.details);
      if (row.release !== null && typeof seal === 'string') seals.set(row.release, seal);
    }
    if (rows.length === PAGE) continue;
    const head = await auditHead(db);
    if ((head?.seq ?? 0) > seq && rows.length > 0) continue;
    if ((head?.seq ?? 0) === seq && (head?.hash ?? NO_EVENT) === previous) break;
    const message = `the log ends at event ${seq}, but its head is event ${head?.seq ?? 0}: its tail was cut or replaced`;
    return { ok: false, event: seq + 1, message };
  }
  return { events: seq, head: previous, heads, seals, rows: replayed };
}

function faultOf(row: AuditRow, seq: number, previous: string) {
  if (row.seq !== seq + 1) return `event ${seq + 1} is missing: event ${row.seq} comes after event ${seq}`;
  if (row.previous !== previous) return `event ${row.seq} does not follow event ${seq}: one of them was replaced`;
  if (hashOfEvent(row) !== row.hash) return `event ${row.seq} was altered: its hash is not that of what it says`;
  return undefined;
}

async function verifyReleases(
  db: Queries,
  hashes: ReleaseHashes,
  found: { readonly releases: readonly ReleaseRow[]; readonly texts: Texts; readonly walked: Walked },
  pins: readonly string[],
): Promise<Verification> {
  const { releases } = found;
  const { intact } = found.texts;
  const { events, head, heads, seals } = found.walked;
  for (const [index, row] of releases.entries()) {
    const refuse = (message: string): Verification => ({ ok: false, release: row.number, message });
    if (row.number !== index + 1) return refuse(`release ${index + 1} is missing`);
    const files = await filesOfRelease(db, row.number);
    const altered = files.find(({ sha256 }) => !intact.has(sha256));
    if (altered !== undefined) {
      return refuse(`release ${row.number} was altered: the text of ${altered.path} is another`);
    }
    if (hashes.digest(new Map(files.map(({ path, sha256 }) => [path, sha256]))) !== row.digest) {
      return refuse(`release ${row.number} was altered: its files do not give its digest`);
    }
    if (hashes.seal(row) !== row.seal) return refuse(`release ${row.number} was altered: its seal does not fit`);
    if (seals.get(row.number) !== row.seal) return refuse(`release ${row.number} is not the one that the log tells of`);
    if (!heads.has(row.log_head))
      return refuse(`the log before release ${row.number} is not the one that it was sealed with`);
  }
  const count = (await allReleases(db)).length;
  const beyond = [...seals.keys()].find((number) => number > count);
  if (beyond !== undefined) {
    return { ok: false, release: beyond, message: `release ${beyond}, which the log tells of, is missing` };
  }
  const known = new Set([...heads, ...releases.flatMap(({ seal, digest }) => [seal, digest])]);
  const lost = pins.find((pin) => !known.has(pin));
  if (lost !== undefined) return { ok: false, message: `nothing in this log has the hash or seal ${lost}` };
  return { ok: true, events, head, releases: releases.length };
}
