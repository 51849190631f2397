import type { Request, Response } from 'express';
import type { AuditEvents } from '../../../../schemas/types/api.js';
import { eventJson } from '../../audit/export-log.js';
import type { AuditFilter } from '../../audit/read-log.js';
import { formatInstant } from '../../book/model/instant.js';
import type { Services } from '../services.js';
import { acceptedType } from '../wire/accepted-type.js';
import { queryInstant, queryNumber, queryText } from '../wire/query.js';
import { sendJson } from '../wire/send-body.js';
import { sendPieces } from '../wire/send-pieces.js';
import { answers, type Route } from './route.js';

const PAGE = 100;
const MOST = 1_000;

const ENDINGS = { 'text/csv': 'csv', 'application/jsonl': 'jsonl' } as const;

/** `GET /v1/audit` and `/v1/audit/verification`. */
export function auditRoutes({ releases }: Services): readonly Route[] {
  return [
    {
      operation: 'GET /v1/audit',
      access: 'read',
      handle: async (request, response) => {
        const filter = filterOf(request);
        const type = typeOf(request, response);
        if (type !== 'application/json') {
          response.setHeader('Content-Disposition', `attachment; filename="ratecard-audit.${ENDINGS[type]}"`);
          const { pieces } = await releases.work.stream('log', { filter, format: type });
          await sendPieces(request, response, type, pieces);
          return;
        }
        const limit = Math.min(queryNumber(request, 'limit') ?? PAGE, MOST);
        const before = queryNumber(request, 'before');
        const events = await releases.work.run('log_page', { filter, before, limit });
        const next = events.length === limit ? (events.at(-1)?.seq ?? null) : null;
        sendJson(response, 200, { events: events.map(eventJson), next } satisfies AuditEvents);
      },
    },
    answers('GET /v1/audit/verification', 'read', () => releases.work.run('verify_record', { pins: [] })),
  ];
}

/** By `format=csv` in a link, or by what the asker accepts. */
function typeOf(request: Request, response: Response): 'application/json' | keyof typeof ENDINGS {
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
