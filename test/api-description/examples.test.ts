import { describe, expect, it } from 'vitest';
import { isList, type JsonObject, objectAt } from '../../server/src/api-description/json.js';
import { readDescription } from '../../server/src/api-description/read-description.js';

const description = readDescription();
const operations = Object.entries(objectAt(description['paths'])).flatMap(([path, methods]) =>
  Object.entries(objectAt(methods)).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    responses: objectAt(objectAt(operation)['responses']),
  })),
);

/** Every `pattern` in a description, wherever it stands. */
function patternsIn(value: JsonObject[string]): readonly string[] {
  if (isList(value)) return value.flatMap(patternsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'pattern' && typeof inner === 'string' ? [inner] : patternsIn(inner),
  );
}

describe('the API description', () => {
  it('has an example of every successful answer in JSON', () => {
    const lacking = operations.flatMap(({ name, responses }) =>
      Object.entries(responses)
        .filter(([status]) => status < '300')
        .filter(([, answer]) => {
          const media = objectAt(objectAt(answer)['content'])['application/json'];
          return media !== undefined && objectAt(media)['example'] === undefined;
        })
        .map(([status]) => `${name} ${status}`),
    );
    expect(lacking).toEqual([]);
  });

  it('describes for every operation the answer 500 to a fault of the server', () => {
    expect(operations.filter(({ responses }) => responses['500'] === undefined)).toEqual([]);
  });

  // Generated clients in Go and Python compile the patterns: RE2 has no \u, no lookahead and no lookbehind.
  it('has only patterns that Go and Python can compile', () => {
    const patterns = patternsIn(description);
    expect(patterns.length).toBeGreaterThan(5);
    expect(patterns.filter((pattern) => /\\u|\(\?[=!<]/.test(pattern))).toEqual([]);
  });
});
