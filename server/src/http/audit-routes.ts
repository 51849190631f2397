import type { Request, Response } from 'express';
import type { AuditEvent } from '../audit/audit-event.js';
import { CSV_HEADER, eventCsv, eventJson, eventJsonLine } from '../audit/export-log.js';
import { type AuditFilter, eventsInOrder, newestEvents } from '../audit/read-log.js';
import { formatInstant } from '../book/instant.js';
import { verifyRecord } from '../releases/verify-record.js';
import { acceptedType } from './accepted-type.js';
import { sendBody } from './problem-response.js';
import { queryInstant, queryNumber, queryText } from './query.js';
import type { Route } from './route.js';
import type { Services } from './services.js';

const PAGE = 100;
const MOST = 1_000;

const EXPORTS = {
  'text/csv': { header: CSV_HEADER, line: eventCsv, ending: 'csv' },
  'application/jsonl': { header: '', line: eventJsonLine, ending: 'jsonl' },
} as const;

/** `GET /v1/audit` and `/v1/audit/verification`. */
export function auditRoutes({ desk: { store } }: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/audit',
      access: 'read',
      handle: async (request, response) => {
        const filter = filterOf(request);
        const type = typeOf(request, response);
        if (type !== 'application/json') {
          const { header, line, ending } = EXPORTS[type];
          response.setHeader('Content-Type', `${type}; charset=utf-8`);
          response.setHeader('Content-Disposition', `attachment; filename="ratecard-audit.${ending}"`);
          await writeAll(response, header, eventsInOrder(store, filter), line);
          return;
        }
        const limit = Math.min(queryNumber(request, 'limit') ?? PAGE, MOST);
        const events = await newestEvents(store, filter, queryNumber(request, 'before'), limit);
        const next = events.length === limit ? (events.at(-1)?.seq ?? null) : null;
        sendBody(response, 200, 'application/json', JSON.stringify({ events: events.map(eventJson), next }));
      },
    },
    {
      method: 'GET',
      path: '/v1/audit/verification',
      access: 'read',
      handle: async (_request, response) => {
        sendBody(response, 200, 'application/json', JSON.stringify(await verifyRecord(store)));
      },
    },
  ];
}

/** By `format=csv` in a link, or by what the asker accepts. */
function typeOf(request: Request, response: Response): 'application/json' | keyof typeof EXPORTS {
  response.vary('Accept');
  const format = queryText(request, 'format');
  if (format === 'csv') return 'text/csv';
  if (format === 'jsonl') return 'application/jsonl';
  return acceptedType(request, response, ['application/json', 'text/csv', 'application/jsonl']);
}

function filterOf(request: Request): AuditFilter {
  const [actor, action, product] = ['actor', 'action', 'product'].map((name) => queryText(request, name));
  const [changeRequest, release] = ['change_request', 'release'].map((name) => queryNumber(request, name));
  const [from, until] = ['from', 'until'].map((name) => queryInstant(request, name));
  return {
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    ...(product === undefined ? {} : { product }),
    ...(changeRequest === undefined ? {} : { changeRequest }),
    ...(release === undefined ? {} : { release }),
    ...(from === undefined ? {} : { from: formatInstant(from) }),
    ...(until === undefined ? {} : { until: formatInstant(until) }),
  };
}

/** Writes as fast as the reader reads, and stops when it goes away. */
async function writeAll(
  response: Response,
  header: string,
  events: AsyncIterable<AuditEvent>,
  line: (event: AuditEvent) => string,
): Promise<void> {
  response.write(header);
  for await (const event of events) {
    if (response.destroyed) return;
    if (!response.write(line(event)))
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
}
