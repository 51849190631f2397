import { type ParsedRuleSet, parseRuleSet } from './parse-rule-set.js';
import type { RuleSetSchemas } from './rule-set-schemas.js';
import type { SourceFile } from './source-file.js';

/** How many characters of YAML are kept read; its nodes take some fifty times that in memory. */
const MOST_CHARACTERS = 4_000_000;

/** Remembers the rule sets that it has parsed: an edit changes one file, and reading YAML is most of compiling a book. */
export class RuleSetMemo {
  /** By path and text, the one asked for last at the end. */
  readonly #parsed = new Map<string, ParsedRuleSet>();
  #characters = 0;

  readonly parse = (file: SourceFile, schemas: RuleSetSchemas): ParsedRuleSet => {
    const key = `${file.path}\n${file.text}`;
    const known = this.#parsed.get(key);
    if (known !== undefined) {
      this.#parsed.delete(key);
      this.#parsed.set(key, known);
      return known;
    }
    const parsed = parseRuleSet(file, schemas);
    this.#parsed.set(key, parsed);
    this.#characters += key.length;
    for (const oldest of this.#parsed.keys()) {
      if (this.#characters <= MOST_CHARACTERS || this.#parsed.size === 1) break;
      this.#parsed.delete(oldest);
      this.#characters -= oldest.length;
    }
    return parsed;
  };
}
