import type { LosslessNumber } from 'lossless-json';
import type { RuleSpec } from '../book/rule-sets.js';

/**
 * What a rule says, as a file has it or as a form writes it: its amounts may be the digits that were typed. Keys without
 * a value are left out of the file.
 */
export type RuleContent = { readonly [Name in keyof RuleSpec]?: Typed<RuleSpec[Name]> | undefined };

type Typed<Value> = Value extends number ? number | LosslessNumber : Value;
