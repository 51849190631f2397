import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { traceQuote } from '../pricing/engine-quote.js';
import { quote } from '../pricing/quote.js';
import type { Release } from '../releases/release.js';
import { readJson } from './json-body.js';
import { ApiError, problemBody, sendBody, sendProblem } from './problem-response.js';
import { QuoteWriter } from './quote-json.js';
import { type Asking, type Explain, RequestBodies } from './request-bodies.js';
import type { Services } from './services.js';

const QUOTE_LIMIT = 64 * 1024;
const BATCH_LIMIT = 2 * 1024 * 1024;

/** `POST /v1/quotes` and `POST /v1/quotes/batch`. */
export function quoteRoutes(services: Services) {
  const { releases, metrics, clock } = services;
  const bodies = new RequestBodies(services.openapi);

  const one = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readJson(request, QUOTE_LIMIT);
    const start = performance.now();
    const asking = bodies.quote(body, clock());
    const release = releases.current;
    const outcome = asking.explain === 'trace' ? await traced(release, asking) : untraced(release, asking);
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
    const release = releases.current;
    const now = clock();
    const writer = new QuoteWriter(release.number);
    const answers: string[] = [];
    for (const item of items) {
      const answer = batchItem(item, explain, now, release, writer);
      // Only a traced item has to be waited for.
      answers.push(typeof answer === 'string' ? answer : await answer);
    }
    sendBody(response, 200, 'application/json', `{"release":${release.number},"items":[${answers.join(',')}]}`);
    metrics.batch((performance.now() - start) / 1000);
  };

  const batchItem = (
    item: unknown,
    explain: Explain | undefined,
    now: number,
    release: Release,
    writer: QuoteWriter,
  ) => {
    const failed = (problem: Parameters<typeof problemBody>[0]): string => {
      metrics.refused(problem.code);
      return `{"error":${JSON.stringify(problemBody(problem))}}`;
    };
    try {
      const asking = bodies.quote(item, now, explain);
      if (asking.explain === 'trace') {
        return traced(release, asking).then((answer) =>
          typeof answer === 'string' ? `{"quote":${answer}}` : failed(answer),
        );
      }
      const answer = untraced(release, asking, writer);
      return typeof answer === 'string' ? `{"quote":${answer}}` : failed(answer);
    } catch (error) {
      if (error instanceof ApiError) return failed(error);
      throw error;
    }
  };

  return { one, batch };
}

function untraced(release: Release, { question, explain }: Asking, writer = new QuoteWriter(release.number)) {
  const answer = quote(release.card, question);
  return answer.ok ? writer.write(answer.quote, explain !== 'none') : answer.refusal;
}

async function traced(release: Release, { question }: Asking) {
  const answer = await traceQuote(release.card, question);
  return answer.ok ? new QuoteWriter(release.number).write(answer.quote, true, answer.trace) : answer.refusal;
}
