import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.js';

/** Runs queries: the database itself, or a transaction on it. */
export type Queries = Kysely<Tables> | Transaction<Tables>;
