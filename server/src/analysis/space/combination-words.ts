/** A combination in words, such as `Kling 3 Pro, duration 15, audio true`. */
export function combinationWords(title: string, facts: Readonly<Record<string, unknown>>): string {
  return [title, ...Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)].join(', ');
}
