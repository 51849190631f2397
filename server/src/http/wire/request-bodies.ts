import type { IncomingMessage } from 'node:http';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { BatchRequest, Explain, QuoteRequest, Schemas } from '../../../../schemas/types/api.js';
import { parseInstant } from '../../book/model/instant.js';
import type { Wanted } from '../../compiler/compiled-releases.js';
import type { Question } from '../../pricing/check-question.js';
import type { ApiDescription } from './api-description.js';
import { JSON_LIMIT, readJson } from './json-body.js';
import { malformed } from './malformed-body.js';
import { ApiError } from './problem-response.js';

type UnreadBatch = Omit<BatchRequest, 'items'> & { readonly items: readonly unknown[] };

export interface Asking {
  readonly question: Question;
  /** Which release it is asked of. */
  readonly wanted: Wanted;
  readonly explain: Explain;
  /** Rules of which it is to be said why they have no part in the answer. */
  readonly whyNot: readonly string[] | undefined;
  /** Whether it may be recorded as a buyer's. */
  readonly record: boolean;
}

/** The description with `UnreadBatch`: a batch whose items are parsed one by one, since a wrong one has an answer of its own. */
function withUnreadBatch(openapi: ApiDescription): object {
  const { schemas } = openapi.components;
  const { properties, ...rest } = schemas.BatchRequest;
  const UnreadBatch = { ...rest, properties: { ...properties, items: { ...properties.items, items: {} } } };
  return { ...openapi, components: { ...openapi.components, schemas: { ...schemas, UnreadBatch } } };
}

/** Parses request bodies by the very schemas that the OpenAPI description shows. */
export class RequestBodies {
  readonly #ajv: Ajv2020;
  readonly #others = new Map<string, ValidateFunction>();
  readonly #quote: ValidateFunction<QuoteRequest>;
  readonly #batch: ValidateFunction<UnreadBatch>;

  constructor(openapi: ApiDescription) {
    // Instants are read by parseInstant, which says what is wrong with one.
    const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, validateFormats: false });
    ajv.addSchema(withUnreadBatch(openapi), 'openapi');
    this.#ajv = ajv;
    this.#quote = ajv.compile<QuoteRequest>({ $ref: 'openapi#/components/schemas/QuoteRequest' });
    this.#batch = ajv.compile<UnreadBatch>({ $ref: 'openapi#/components/schemas/UnreadBatch' });
  }

  /**
   * @param now the moment that a request without `at` asks about
   * @param explain for a request that does not say
   * @param record for a request that does not say
   * @throws ApiError malformed, with a pointer to each fault
   */
  quote(body: unknown, now: number, explain: Explain = 'lines', record = true): Asking {
    if (!this.#quote(body)) throw malformed(this.#quote.errors ?? []);
    const { product, options = NOTHING, context = NOTHING } = body;
    const wanted = wantedBy(body);
    return {
      question: { product, options, context, at: wanted.at ?? now },
      wanted,
      explain: body.explain ?? explain,
      whyNot: body.why_not,
      record: body.record ?? record,
    };
  }

  batch(body: unknown): UnreadBatch {
    if (!this.#batch(body)) throw malformed(this.#batch.errors ?? []);
    return body;
  }

  /**
   * Any other body, by the name of its schema in the description.
   *
   * @throws ApiError malformed, with a pointer to each fault
   */
  parse<Name extends keyof Schemas>(schema: Name, body: unknown): Schemas[Name] {
    const known = this.#others.get(schema) ?? this.#ajv.compile({ $ref: `openapi#/components/schemas/${schema}` });
    this.#others.set(schema, known);
    if (!known(body)) throw malformed(known.errors ?? []);
    return body as Schemas[Name]; // The type is made from the schema that the body has just passed.
  }

  /**
   * Reads and parses the body of a request.
   *
   * @param limit the largest body, in bytes
   * @throws ApiError as `readJson` and `parse`
   */
  async read<Name extends keyof Schemas>(
    request: IncomingMessage,
    schema: Name,
    limit = JSON_LIMIT,
  ): Promise<Schemas[Name]> {
    return this.parse(schema, await readJson(request, limit));
  }
}

/** What a question wants that states neither a release nor a moment: the release in force now. */
export const THE_CURRENT: Wanted = Object.freeze({});

function wantedBy({ release, at, known_at }: QuoteRequest): Wanted {
  if (release === undefined && at === undefined && known_at === undefined) return THE_CURRENT;
  return {
    release,
    at: at === undefined ? undefined : instant(at, '/at'),
    knownAt: known_at === undefined ? undefined : instant(known_at, '/known_at'),
  };
}

const NOTHING: Question['options'] = Object.freeze({});

function instant(text: string, pointer: string): number {
  const at = parseInstant(text);
  if (at === undefined) {
    const detail = `${JSON.stringify(text.slice(0, 60))} is not an instant: write it with its zone, such as 2026-12-01T00:00:00Z`;
    throw new ApiError('malformed', detail, { pointer });
  }
  return at;
}
