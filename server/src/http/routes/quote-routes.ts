import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Actor } from '../../access/actor.js';
import type { ExplainOptions } from '../../analysis/explain/explain-quote.js';
import { DomainError } from '../../domain-error.js';
import { type Quote, quote } from '../../pricing/quote.js';
import type { QuoteRejection } from '../../pricing/quote-rejection.js';
import type { Release } from '../../releases/release.js';
import type { ReleaseHeader } from '../../releases/release-header.js';
import { Turn } from '../../turn.js';
import { QuoteWriter } from '../answers/quote-json.js';
import type { Services } from '../services.js';
import { BatchBounds } from '../wire/batch-bounds.js';
import { readJson } from '../wire/json-body.js';
import { ApiError, problemBody, sendProblem } from '../wire/problem-response.js';
import { type Asking, THE_CURRENT } from '../wire/request-bodies.js';
import { sendBody } from '../wire/send-body.js';
import { sendList } from '../wire/send-list.js';

const QUOTE_LIMIT = 64 * 1024;
const BATCH_LIMIT = 2 * 1024 * 1024;

/** How many answers about a release of the past are fetched from its thread at once: reading more takes too long. */
const MOST_FETCHED = 100;

/** `POST /v1/quotes` and `POST /v1/quotes/batch`. */
export function quoteRoutes(services: Services) {
  const { releases, recorder, metrics, clock, bodies } = services;

  const one = async (request: IncomingMessage, response: ServerResponse, actor: Actor): Promise<void> => {
    const body = await readJson(request, QUOTE_LIMIT);
    const start = performance.now();
    const asking = bodies.quote(body, clock());
    const release = releases.find(asking.wanted);
    const outcome =
      'card' in release && !asksMore(asking)
        ? plain(release, asking, actor)
        : (await explained(release, [asking], actor))[0];
    if (outcome === undefined) throw new Error('a question was left without an answer');
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
    const bounds = new BatchBounds();
    const answers: string[] = [];
    const later = new Map<Release | ReleaseHeader, Later[]>();
    const turn = new Turn();
    for (const [index, item] of items.entries()) {
      if (index % ITEMS_PER_LOOK === 0 && turn.isOver) await turn.next();
      try {
        const asking = bodies.quote(item, now, explain, record);
        // All items that ask about now are answered by one release, though another may come into force meanwhile.
        const release = asking.wanted === THE_CURRENT ? current : releases.find(asking.wanted);
        if ('card' in release && !asksMore(asking)) {
          answers[index] = written(plain(release, asking, actor, writer));
          continue;
        }
        if (!('card' in release)) bounds.requirePast(release.number);
        bounds.requireWhyNot(asking.whyNot?.length ?? 0);
        const same = later.get(release);
        if (same === undefined) later.set(release, [{ index, asking }]);
        else same.push({ index, asking });
      } catch (error) {
        answers[index] = refused(error);
      }
    }
    for (const [release, all] of later) {
      for (let from = 0; from < all.length; from += MOST_FETCHED) {
        const some = all.slice(from, from + MOST_FETCHED);
        try {
          const outcomes = await explained(
            release,
            some.map(({ asking }) => asking),
            actor,
          );
          for (const [place, outcome] of outcomes.entries()) answers[some[place]?.index ?? 0] = written(outcome);
        } catch (error) {
          for (const { index } of some) answers[index] = refused(error);
        }
      }
    }
    await sendList(response, `{"release":${current.number},"items":[`, answers, ']}');
    metrics.batch((performance.now() - start) / 1000);
  };

  /** Records what a buyer has asked for: about now, and not somebody who is signed in and tries prices out. */
  const note = (answered: Quote, release: Release, { wanted, record }: Asking, { kind }: Actor): void => {
    if (record && wanted === THE_CURRENT && kind !== 'person') recorder.note(answered, release, kind === 'key');
  };

  const plain = (release: Release, asking: Asking, actor: Actor, writer = new QuoteWriter()) => {
    const answer = quote(release.card, asking.question);
    if (!answer.ok) return answer.rejection;
    note(answer.quote, release, asking, actor);
    return writer.write(answer.quote, release.number, asking.explain !== 'none');
  };

  /**
   * Answers with more than a price, or of a release of the past, from a thread: these take a while. Each name in
   * `why_not` is looked for among all rules, of which a large book has 100,000.
   */
  const explained = async (
    release: Release | ReleaseHeader,
    asked: readonly Asking[],
    actor: Actor,
  ): Promise<readonly (string | QuoteRejection)[]> => {
    const answers = await releases.ask(release, asked.map(askedMore));
    const outcomes: (string | QuoteRejection)[] = [];
    const turn = new Turn();
    for (const [index, asking] of asked.entries()) {
      const found = answers[index];
      if (found === undefined) throw new Error('a question was left without an answer');
      const { answer, gap, whys, trace } = found;
      if (answer.ok) {
        if ('card' in release) {
          // What is recorded is found here: the recorder counts quotes of this thread's own rate card.
          const own = quote(release.card, asking.question);
          if (own.ok) note(own.quote, release, asking, actor);
        }
        const more = { trace, why_not: whys };
        outcomes.push(new QuoteWriter().write(answer.quote, release.number, asking.explain !== 'none', more));
      } else outcomes.push({ ...answer.rejection, ...(gap && { gap }), ...(whys && { why_not: whys }) });
      if (turn.isOver) await turn.next();
    }
    return outcomes;
  };

  const failed = (problem: Parameters<typeof problemBody>[0]): string => {
    metrics.refused(problem.code);
    return `{"error":${JSON.stringify(problemBody(problem))}}`;
  };
  const refused = (error: unknown): string => {
    if (error instanceof ApiError || error instanceof DomainError) return failed(error);
    throw error;
  };
  const written = (answer: string | QuoteRejection): string =>
    typeof answer === 'string' ? `{"quote":${answer}}` : failed(answer);

  return { one, batch };
}

/** An item that is answered after those that take no time. */
interface Later {
  readonly index: number;
  readonly asking: Asking;
}

/** After how many items a batch looks whether it has had its turn. */
const ITEMS_PER_LOOK = 16;

function askedMore(asking: Asking): ExplainOptions {
  const { question, whyNot, explain } = asking;
  return { question, whyNot, traced: explain === 'trace', gap: asksMore(asking) };
}

/** Whether a question wants more than an answer, and may take its time. */
function asksMore({ explain, whyNot }: Asking): boolean {
  return explain === 'trace' || whyNot !== undefined;
}
