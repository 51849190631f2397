import type { Import } from './imports.js';

/** Circles of imports, each once, in words. Tarjan's strongly connected components. */
export function circles(imports: readonly Import[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): number => {
    const number = numbers.size;
    numbers.set(file, number);
    lowest.set(file, number);
    stack.push(file);
    for (const other of next.get(file) ?? []) {
      if (!numbers.has(other)) visit(other);
      if (stack.includes(other)) lowest.set(file, Math.min(lowest.get(file) ?? number, lowest.get(other) ?? number));
    }
    if (lowest.get(file) === number) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(`these import each other in a circle: ${circle.join(', ')}`);
    }
    return number;
  };
  for (const file of next.keys()) if (!numbers.has(file)) visit(file);
  return found;
}
