import { auditHead, auditPage } from '../store/audit-log.js';
import { allReleases, filesOfRelease } from '../store/releases.js';
import { textsOf } from '../store/rule-set-texts.js';
import type { Queries, Store } from '../store/store.js';
import type { AuditRow, ReleaseRow } from '../store/tables.js';
import { hashOfEvent, NO_EVENT } from './audit-event.js';

const PAGE = 1_000;

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
 * Recomputes the hash of every event, follows the chain to its head, and holds every release against its texts, its
 * seal, and the events before and of it.
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
    return 'message' in walked ? walked : verifyReleases(db, hashes, releases, walked, pins);
  });
}

interface Walked {
  readonly events: number;
  readonly head: string;
  readonly heads: ReadonlySet<string>;
  /** The seal of each release, as the log tells it. */
  readonly seals: ReadonlyMap<number, string>;
}

async function walk(db: Queries): Promise<Walked | Extract<Verification, { ok: false }>> {
  const heads = new Set<string>([NO_EVENT]);
  const seals = new Map<number, string>();
  let previous = NO_EVENT;
  let seq = 0;
  for (;;) {
    const rows = await auditPage(db, {}, 'asc', seq, PAGE);
    for (const row of rows) {
      const fault = faultOf(row, seq, previous);
      if (fault !== undefined) return { ok: false, event: row.seq, message: fault };
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
  return { events: seq, head: previous, heads, seals };
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
  releases: readonly ReleaseRow[],
  { events, head, heads, seals }: Walked,
  pins: readonly string[],
): Promise<Verification> {
  for (const [index, row] of releases.entries()) {
    const refuse = (message: string): Verification => ({ ok: false, release: row.number, message });
    if (row.number !== index + 1) return refuse(`release ${index + 1} is missing`);
    const files = await filesOfRelease(db, row.number);
    const texts = await textsOf(
      db,
      files.map(({ sha256 }) => sha256),
    );
    for (const { path, sha256 } of files) {
      const text = texts.get(sha256);
      if (text === undefined || hashes.textHash(text) !== sha256) {
        return refuse(`release ${row.number} was altered: the text of ${path} is another`);
      }
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
