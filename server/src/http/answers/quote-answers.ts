import type { Actor } from '../../access/actor.js';
import type { ExplainOptions } from '../../analysis/explain/explain-quote.js';
import { type Quote, quote } from '../../pricing/quote.js';
import type { QuoteRejection } from '../../pricing/quote-rejection.js';
import type { Release } from '../../releases/release.js';
import type { ReleaseHeader } from '../../releases/release-header.js';
import { Turn } from '../../turn.js';
import { QuoteWriter } from '../answers/quote-json.js';
import type { Services } from '../services.js';
import { type Asking, THE_CURRENT } from '../wire/request-bodies.js';

/** A quote as JSON, or why there is none. */
export type QuoteOutcome = string | QuoteRejection;

/** Answers questions that are parsed already: at once, or from a thread. */
export class QuoteAnswers {
  readonly #services: Pick<Services, 'recorder' | 'releases'>;

  constructor(services: Pick<Services, 'recorder' | 'releases'>) {
    this.#services = services;
  }

  /** A price of a release that is compiled here. */
  plain(release: Release, asking: Asking, actor: Actor, writer = new QuoteWriter()): QuoteOutcome {
    const answer = quote(release.card, asking.question);
    if (!answer.ok) return answer.rejection;
    this.#note(answer.quote, release, asking, actor);
    return writer.write(answer.quote, release.number, asking.explain !== 'none');
  }

  /**
   * Answers with more than a price, or of a release of the past, from a thread: these take a while. Each name in
   * `why_not` is looked for among all rules, of which a large book has 100,000.
   *
   * @returns an outcome for each question, in their order
   */
  async explained(
    release: Release | ReleaseHeader,
    asked: readonly Asking[],
    actor: Actor,
  ): Promise<readonly QuoteOutcome[]> {
    const answers = await this.#services.releases.ask(release, asked.map(explainOptions));
    const outcomes: QuoteOutcome[] = [];
    const turn = new Turn();
    for (const [index, asking] of asked.entries()) {
      const found = answers[index];
      if (found === undefined) throw new Error('a question was left without an answer');
      const { answer, gap, whys, trace } = found;
      if (answer.ok) {
        if ('card' in release) {
          // What is recorded is found here: the recorder counts quotes of this thread's own rate card.
          const own = quote(release.card, asking.question);
          if (own.ok) this.#note(own.quote, release, asking, actor);
        }
        const more = { trace, why_not: whys };
        outcomes.push(new QuoteWriter().write(answer.quote, release.number, asking.explain !== 'none', more));
      } else outcomes.push({ ...answer.rejection, ...(gap && { gap }), ...(whys && { why_not: whys }) });
      if (turn.isOver) await turn.next();
    }
    return outcomes;
  }

  /** Records what a buyer has asked for: about now, and not somebody who is signed in and tries prices out. */
  #note(answered: Quote, release: Release, { wanted, record }: Asking, { kind }: Actor): void {
    if (record && wanted === THE_CURRENT && kind !== 'person') {
      this.#services.recorder.note(answered, release, kind === 'key');
    }
  }
}

/** Whether a question wants more than a price, and may take its time. */
export function asksMore({ explain, whyNot }: Asking): boolean {
  return explain === 'trace' || whyNot !== undefined;
}

function explainOptions(asking: Asking): ExplainOptions {
  const { question, whyNot, explain } = asking;
  return { question, whyNot, traced: explain === 'trace', gap: asksMore(asking) };
}
