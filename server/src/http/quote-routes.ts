import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Actor } from '../access/actor.js';
import { explainQuote } from '../analysis/explain/explain-quote.js';
import { traceQuote } from '../pricing/engine-quote.js';
import { type Quote, quote } from '../pricing/quote.js';
import type { Refusal } from '../pricing/refusal.js';
import { Refused } from '../refused.js';
import type { Release } from '../releases/release.js';
import { readJson } from './json-body.js';
import { ApiError, problemBody, sendBody, sendProblem } from './problem-response.js';
import { QuoteWriter } from './quote-json.js';
import { type Asking, type Explain, THE_CURRENT } from './request-bodies.js';
import type { Services } from './services.js';

const QUOTE_LIMIT = 64 * 1024;
const BATCH_LIMIT = 2 * 1024 * 1024;

/** `POST /v1/quotes` and `POST /v1/quotes/batch`. */
export function quoteRoutes(services: Services) {
  const { releases, recorder, metrics, clock, bodies } = services;

  const one = async (request: IncomingMessage, response: ServerResponse, actor: Actor): Promise<void> => {
    const body = await readJson(request, QUOTE_LIMIT);
    const start = performance.now();
    const asking = bodies.quote(body, clock());
    const found = releases.find(asking.wanted);
    const release = found instanceof Promise ? await found : found;
    const outcome = asksMore(asking) ? await explained(release, asking, actor) : plain(release, asking, actor);
    if (typeof outcome === 'string') sendBody(response, 200, 'application/json', outcome);
    else {
      metrics.refused(outcome.code);
      sendProblem(response, outcome);
    }
    metrics.quote((performance.now() - start) / 1000);
  };

  const batch = async (request: IncomingMessage, response: ServerResponse, actor: Actor): Promise<void> => {
    const body = await readJson(request, BATCH_LIMIT);
    const start = performance.now();
    const { items, explain, record } = bodies.batch(body);
    const now = clock();
    const current = releases.current;
    const writer = new QuoteWriter();
    const answers: string[] = [];
    for (const item of items) {
      const answer = batchItem(item, { explain, record, actor }, now, current, writer);
      // Only a traced item has to be waited for, and one that asks about a release of long ago.
      answers.push(typeof answer === 'string' ? answer : await answer);
    }
    sendBody(response, 200, 'application/json', `{"release":${current.number},"items":[${answers.join(',')}]}`);
    metrics.batch((performance.now() - start) / 1000);
  };

  /** Records what a buyer has asked for: about now, and not somebody who is signed in and tries prices out. */
  const note = (answered: Quote, release: Release, { wanted, record }: Asking, { kind }: Actor): void => {
    if (record && wanted === THE_CURRENT && kind !== 'person') recorder.note(answered, release, kind === 'key');
  };

  const plain = (release: Release, asking: Asking, actor: Actor, writer = new QuoteWriter()) => {
    const answer = quote(release.card, asking.question);
    if (!answer.ok) return answer.refusal;
    note(answer.quote, release, asking, actor);
    return writer.write(answer.quote, release.number, asking.explain !== 'none');
  };

  const explained = async (release: Release, asking: Asking, actor: Actor) => {
    const { question, explain, whyNot: rules } = asking;
    const { card, number } = release;
    const traced = explain === 'trace' ? await traceQuote(card, question) : undefined;
    const { answer, gap, whys } = explainQuote(card, question, rules, traced);
    if (!answer.ok) return { ...answer.refusal, ...(gap && { gap }), ...(whys && { why_not: whys }) };
    note(answer.quote, release, asking, actor);
    return new QuoteWriter().write(answer.quote, number, explain !== 'none', {
      trace: traced?.ok ? traced.trace : undefined,
      why_not: whys,
    });
  };

  const failed = (problem: Parameters<typeof problemBody>[0]): string => {
    metrics.refused(problem.code);
    return `{"error":${JSON.stringify(problemBody(problem))}}`;
  };
  const refused = (error: unknown): string => {
    if (error instanceof ApiError || error instanceof Refused) return failed(error);
    throw error;
  };
  const written = (answer: string | Refusal): string =>
    typeof answer === 'string' ? `{"quote":${answer}}` : failed(answer);

  const batchItem = (
    item: unknown,
    { explain, record, actor }: BatchDefaults,
    now: number,
    current: Release,
    writer: QuoteWriter,
  ): string | Promise<string> => {
    try {
      const asking = bodies.quote(item, now, explain, record);
      // All items that ask about now are answered by one release, though another may come into force meanwhile.
      const release = asking.wanted === THE_CURRENT ? current : releases.find(asking.wanted);
      if (release instanceof Promise || asksMore(asking)) {
        return Promise.resolve(release)
          .then((one) => (asksMore(asking) ? explained(one, asking, actor) : plain(one, asking, actor)))
          .then(written)
          .catch(refused);
      }
      return written(plain(release, asking, actor, writer));
    } catch (error) {
      return refused(error);
    }
  };

  return { one, batch };
}

/** What goes for every item of a batch that does not say otherwise, and who asks. */
interface BatchDefaults {
  readonly explain: Explain | undefined;
  readonly record: boolean | undefined;
  readonly actor: Actor;
}

/** Whether a question wants more than an answer, and may take its time. */
function asksMore({ explain, whyNot }: Asking): boolean {
  return explain === 'trace' || whyNot !== undefined;
}
