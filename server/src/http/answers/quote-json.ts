import type { WhyNot } from '../../analysis/explain/why-not.js';
import { formatInstant } from '../../book/model/instant.js';
import type { Quote } from '../../pricing/quote.js';
import type { TraceEntry } from '../../pricing/verification/engine-quote.js';
import type { Waterfall } from '../../pricing/waterfall.js';

/** The parts of an answer that are the same for every quote with this waterfall, written once. */
const written = new WeakMap<Waterfall, { readonly prices: string; readonly lines: string }>();

function partsOf(waterfall: Waterfall): { readonly prices: string; readonly lines: string } {
  let parts = written.get(waterfall);
  if (parts === undefined) {
    const { currency, listPrice, total, lines } = waterfall;
    const money = (amount: string): string => JSON.stringify({ amount, currency });
    parts = {
      prices: `"list_price":${money(listPrice)},"total":${money(total)}`,
      lines: `,"lines":${JSON.stringify(lines)}`,
    };
    written.set(waterfall, parts);
  }
  return parts;
}

/** Writes quotes as JSON. One for each batch or request: it remembers the last moment and release that it wrote. */
export class QuoteWriter {
  #release = Number.NaN;
  #at = Number.NaN;
  #written = '';

  write(quote: Quote, release: number, lines: boolean, more?: Explanations): string {
    if (quote.at !== this.#at || release !== this.#release) {
      this.#at = quote.at;
      this.#release = release;
      this.#written = `,"at":"${formatInstant(quote.at)}","release":${release},`;
    }
    const parts = partsOf(quote.waterfall);
    const facts = `"options":${factsJson(quote.options)},"context":${factsJson(quote.context)}`;
    const explained = more === undefined ? '' : explanationsJson(more);
    return `{"product":"${quote.product}",${facts}${this.#written}${parts.prices}${lines ? parts.lines : ''}${explained}}`;
  }
}

/** What is said of an answer beside its lines; undefined where it was not asked for. */
export interface Explanations {
  readonly trace: readonly TraceEntry[] | undefined;
  readonly why_not: readonly WhyNot[] | undefined;
}

function explanationsJson({ trace, why_not }: Explanations): string {
  const traced = trace === undefined ? '' : `,"trace":${JSON.stringify(trace)}`;
  return why_not === undefined ? traced : `${traced},"why_not":${JSON.stringify(why_not)}`;
}

/** As JSON.stringify, which is slower on small objects. Names of facts and ids of products need no escapes. */
function factsJson(facts: Quote['options']): string {
  let json = '';
  for (const name in facts) {
    const value = facts[name];
    json += `${json === '' ? '{' : ','}"${name}":${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
  }
  return json === '' ? '{}' : `${json}}`;
}
