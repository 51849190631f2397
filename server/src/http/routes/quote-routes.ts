import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Actor } from '../../access/actor.js';
import { DomainError } from '../../domain-error.js';
import type { Release } from '../../releases/release.js';
import type { ReleaseHeader } from '../../releases/release-header.js';
import { Turn } from '../../turn.js';
import { asksMore, QuoteAnswers, type QuoteOutcome } from '../answers/quote-answers.js';
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

/** After how many items a batch looks whether it has had its turn. */
const ITEMS_PER_LOOK = 16;

/** `POST /v1/quotes` and `POST /v1/quotes/batch`. */
export function quoteRoutes(services: Services) {
  const { releases, metrics, clock, bodies } = services;
  const answers = new QuoteAnswers(services);

  const one = async (request: IncomingMessage, response: ServerResponse, actor: Actor): Promise<void> => {
    const body = await readJson(request, QUOTE_LIMIT);
    const start = performance.now();
    const asking = bodies.quote(body, clock());
    const release = releases.find(asking.wanted);
    const outcome =
      'card' in release && !asksMore(asking)
        ? answers.plain(release, asking, actor)
        : (await answers.explained(release, [asking], actor))[0];
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
    const { current } = releases;
    const items = await answerBatch(services, answers, bodies.batch(body), actor);
    await sendList(response, `{"release":${current.number},"items":[`, items, ']}');
    metrics.batch((performance.now() - start) / 1000);
  };

  return { one, batch };
}

/** The answers to the items of a batch as JSON, each with its quote or its error. */
async function answerBatch(
  services: Services,
  answers: QuoteAnswers,
  { items, explain, record }: ReturnType<Services['bodies']['batch']>,
  actor: Actor,
): Promise<readonly string[]> {
  const { releases, bodies, clock } = services;
  const [now, { current }] = [clock(), releases];
  const writer = new QuoteWriter();
  const bounds = new BatchBounds();
  const answered: string[] = [];
  const later = new Map<Release | ReleaseHeader, Later[]>();
  const turn = new Turn();
  for (const [index, item] of items.entries()) {
    if (index % ITEMS_PER_LOOK === 0 && turn.isOver) await turn.next();
    try {
      const asking = bodies.quote(item, now, explain, record);
      // All items that ask about now are answered by one release, though another may come into force meanwhile.
      const release = asking.wanted === THE_CURRENT ? current : releases.find(asking.wanted);
      if ('card' in release && !asksMore(asking)) {
        answered[index] = itemJson(services, answers.plain(release, asking, actor, writer));
        continue;
      }
      if (!('card' in release)) bounds.requirePast(release.number);
      bounds.requireWhyNot(asking.whyNot?.length ?? 0);
      const same = later.get(release);
      if (same === undefined) later.set(release, [{ index, asking }]);
      else same.push({ index, asking });
    } catch (error) {
      answered[index] = refusedItem(services, error);
    }
  }
  for (const [release, all] of later) {
    for (let from = 0; from < all.length; from += MOST_FETCHED) {
      const some = all.slice(from, from + MOST_FETCHED);
      try {
        const outcomes = await answers.explained(
          release,
          some.map(({ asking }) => asking),
          actor,
        );
        for (const [place, outcome] of outcomes.entries()) {
          answered[some[place]?.index ?? 0] = itemJson(services, outcome);
        }
      } catch (error) {
        for (const { index } of some) answered[index] = refusedItem(services, error);
      }
    }
  }
  return answered;
}

/** An item that is answered after those that take no time. */
interface Later {
  readonly index: number;
  readonly asking: Asking;
}

function itemJson(services: Services, outcome: QuoteOutcome): string {
  return typeof outcome === 'string' ? `{"quote":${outcome}}` : errorJson(services, outcome);
}

/** @throws the error where it is a bug */
function refusedItem(services: Services, error: unknown): string {
  if (error instanceof ApiError || error instanceof DomainError) return errorJson(services, error);
  throw error;
}

function errorJson({ metrics }: Services, problem: Parameters<typeof problemBody>[0]): string {
  metrics.refused(problem.code);
  return `{"error":${JSON.stringify(problemBody(problem))}}`;
}
