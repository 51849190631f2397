import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { explainQuote } from '../analysis/explain/explain-quote.js';
import { traceQuote } from '../pricing/engine-quote.js';
import { quote } from '../pricing/quote.js';
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

  const one = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readJson(request, QUOTE_LIMIT);
    const start = performance.now();
    const asking = bodies.quote(body, clock());
    const found = releases.find(asking.wanted);
    const release = found instanceof Promise ? await found : found;
    const outcome = asksMore(asking) ? await explained(release, asking) : plain(release, asking);
    if (typeof outcome === 'string') sendBody(response, 200, 'application/json', outcome);
    else {
      metrics.refused(outcome.code);
      sendProblem(response, outcome);
    }
    metrics.quote((performance.now() - start) / 1000);
  };

  const batch = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readJson(request, BATCH_LIMIT);
    const start = performance.now();
    const { items, explain } = bodies.batch(body);
    const now = clock();
    const current = releases.current;
    const writer = new QuoteWriter();
    const answers: string[] = [];
    for (const item of items) {
      const answer = batchItem(item, explain, now, current, writer);
      // Only a traced item has to be waited for, and one that asks about a release of long ago.
      answers.push(typeof answer === 'string' ? answer : await answer);
    }
    sendBody(response, 200, 'application/json', `{"release":${current.number},"items":[${answers.join(',')}]}`);
    metrics.batch((performance.now() - start) / 1000);
  };

  const plain = (release: Release, { question, explain, wanted }: Asking, writer = new QuoteWriter()) => {
    const answer = quote(release.card, question);
    if (!answer.ok) return answer.refusal;
    if (wanted === THE_CURRENT) recorder.note(answer.quote, release);
    return writer.write(answer.quote, release.number, explain !== 'none');
  };

  const explained = async (release: Release, { question, explain, wanted, whyNot: rules }: Asking) => {
    const { card, number } = release;
    const traced = explain === 'trace' ? await traceQuote(card, question) : undefined;
    const { answer, gap, whys } = explainQuote(card, question, rules, traced);
    if (!answer.ok) return { ...answer.refusal, ...(gap && { gap }), ...(whys && { why_not: whys }) };
    if (wanted === THE_CURRENT) recorder.note(answer.quote, release);
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
    explain: Explain | undefined,
    now: number,
    current: Release,
    writer: QuoteWriter,
  ): string | Promise<string> => {
    try {
      const asking = bodies.quote(item, now, explain);
      // All items that ask about now are answered by one release, though another may come into force meanwhile.
      const release = asking.wanted === THE_CURRENT ? current : releases.find(asking.wanted);
      if (release instanceof Promise || asksMore(asking)) {
        return Promise.resolve(release)
          .then((one) => (asksMore(asking) ? explained(one, asking) : plain(one, asking)))
          .then(written)
          .catch(refused);
      }
      return written(plain(release, asking, writer));
    } catch (error) {
      return refused(error);
    }
  };

  return { one, batch };
}

/** Whether a question wants more than an answer, and may take its time. */
function asksMore({ explain, whyNot }: Asking): boolean {
  return explain === 'trace' || whyNot !== undefined;
}
