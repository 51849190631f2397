import { distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one most likely meant, or undefined when nothing is near.
 * Near means at most a third of the longer name's letters differ, and at least one may; else a name that holds the wrong
 * one as whole words.
 *
 * @example nearestName('qualty', ['quality', 'batch']) // 'quality'
 * @example nearestName('gpt-4o', ['openai--gpt-4o', 'openai--o3']) // 'openai--gpt-4o'
 */
export function nearestName(wrong: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const allowed = Math.max(1, Math.floor(Math.max(name.length, wrong.length) / 3));
    // The lengths alone bound the distance; a name that somebody made 60,000 letters long must not cost seconds.
    if (Math.abs(name.length - wrong.length) > allowed) continue;
    const away = distance(wrong.toLowerCase(), name.toLowerCase());
    if (away <= allowed && away < bestDistance) {
      best = name;
      bestDistance = away;
    }
  }
  return best ?? nameContaining(wrong, known);
}

/** The shortest of the names that hold a shorter one as whole words, as `openai--gpt-4o` holds `gpt-4o`. */
function nameContaining(part: string, known: readonly string[]): string | undefined {
  if (part.length < 3 || part.length > 100) return undefined;
  const wanted = part.toLowerCase();
  let best: string | undefined;
  for (const name of known) {
    if (best !== undefined && name.length >= best.length) continue;
    const at = name.toLowerCase().indexOf(wanted);
    if (at < 0) continue;
    const [before, after] = [name[at - 1] ?? '', name[at + wanted.length] ?? ''];
    if (!/[a-z0-9]/i.test(before) && !/[a-z0-9]/i.test(after)) best = name;
  }
  return best;
}

/**
 * A hint for a wrong name: the near one if there is one, else the names that exist (up to 12).
 *
 * @param what what the names are, in the plural ("options of seedream")
 */
export function hintForName(wrong: string, known: Iterable<string>, what: string): string {
  const names = [...known];
  const near = nearestName(wrong, names);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  if (names.length === 0) return `there are no ${what}`;
  const shown = names.slice(0, 12).join(', ');
  return `the ${what} are: ${shown}${names.length > 12 ? `, and ${names.length - 12} more` : ''}`;
}

/** A text as it is repeated in a message: at most 60 characters of it. */
export function abridged(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
