import { RecentlyUsed } from '../model/recently-used.js';
import type { RuleSetSchemas } from '../yaml/rule-set-schemas.js';
import type { SourceFile } from '../yaml/source-file.js';
import { type ParsedRuleSet, parseRuleSet } from './parse-rule-set.js';

/** How many characters of YAML are kept read; its nodes take some fifty times that in memory. */
const MOST_CHARACTERS = 4_000_000;

/** Remembers the rule sets that it has parsed: an edit changes one file, and reading YAML is most of compiling a book. */
export class RuleSetMemo {
  readonly #parsed = new RecentlyUsed<ParsedRuleSet>(MOST_CHARACTERS);

  readonly parse = (file: SourceFile, schemas: RuleSetSchemas): ParsedRuleSet => {
    const key = `${file.path}\n${file.text}`;
    return this.#parsed.get(key, key.length, () => parseRuleSet(file, schemas));
  };
}
