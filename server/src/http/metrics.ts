import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CompiledReleases } from '../compiler/compiled-releases.js';
import type { QuoteRecorder } from '../recording/quote-recorder.js';

/** Microseconds at the fast end, where quotes are; a second at the slow end. */
const BUCKETS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];

/** Notes how long one request took, in seconds. */
export type Observe = (seconds: number) => void;

/** What Prometheus may ask of the server. A registry of its own, so that two servers in one process do not mix. */
export class Metrics {
  readonly registry = new Registry();
  readonly quote: Observe;
  readonly batch: Observe;
  readonly #refused: Counter<'code'>;

  constructor(releases: CompiledReleases, recorder: QuoteRecorder) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    const duration = new Histogram({
      name: 'ratecard_quote_duration_seconds',
      help: 'From the body being read to the answer being written, by route.',
      labelNames: ['route'],
      buckets: BUCKETS,
      registers,
    });
    const [one, many] = [duration.labels('/v1/quotes'), duration.labels('/v1/quotes/batch')];
    this.quote = (seconds) => one.observe(seconds);
    this.batch = (seconds) => many.observe(seconds);
    this.#refused = new Counter({
      name: 'ratecard_quotes_refused_total',
      help: 'Requests that were refused, questions without a quote among them, by code.',
      labelNames: ['code'],
      registers,
    });
    new Gauge({
      name: 'ratecard_release_number',
      help: 'The release in force.',
      registers,
      collect() {
        this.set(releases.current.number);
      },
    });
    new Gauge({
      name: 'ratecard_record_alterations',
      help: 'Releases and withdrawals in the database that differ from the audit log, which decides.',
      registers,
      collect() {
        this.set(releases.alterations.length);
      },
    });
    const counted = (name: string, help: string, read: () => number) =>
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    counted(
      'ratecard_quote_cache_hits_total',
      'Waterfalls found calculated, since the release came into force.',
      () => releases.current.card.memo.hits,
    );
    counted(
      'ratecard_quote_cache_misses_total',
      'Waterfalls calculated, since the release came into force.',
      () => releases.current.card.memo.misses,
    );
    counted('ratecard_quotes_recorded_total', 'Quotes recorded for previews.', () => recorder.recorded);
    counted(
      'ratecard_quotes_not_recorded_total',
      'Quotes that could not be recorded: an hour had too many different questions, or the database was away for long.',
      () => recorder.dropped,
    );
    counted(
      'ratecard_quotes_simplified_total',
      'Quotes recorded without private facts and free texts: an hour had too many different questions.',
      () => recorder.simplified,
    );
  }

  refused(code: string): void {
    this.#refused.inc({ code });
  }
}
