import type { LosslessNumber } from 'lossless-json';
import type { When } from '../book/rule-sets.js';

/** An amount as it was read, or by the digits that were typed. */
type Amount = number | LosslessNumber;

/** What a rule says, as a file has it or as a form writes it. Keys without a value are left out of the file. */
export interface RuleContent {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly when?: When | undefined;
  readonly option?: string | undefined;
  readonly multiply?: Amount | undefined;
  readonly percent_off?: Amount | undefined;
  /** Null: not offered. */
  readonly price?: Amount | null | undefined;
  readonly reason?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly amount?: Amount | undefined;
  readonly of?: string | undefined;
  readonly per?: Amount | undefined;
  readonly block?: Amount | undefined;
  readonly minimum?: Amount | undefined;
  readonly maximum?: Amount | undefined;
  readonly parts?: readonly unknown[] | undefined;
  readonly steps?: readonly unknown[] | undefined;
}
