import { askChangeRequest } from '../../../change-requests/ask-change-request.js';
import { QuoteWriter } from '../../answers/quote-json.js';
import type { Services } from '../../services.js';
import { JSON_LIMIT, readJson } from '../../wire/json-body.js';
import { sendProblem } from '../../wire/problem-response.js';
import { sendJson } from '../../wire/send-body.js';
import type { Route } from '../route.js';
import { requestedChange } from './requested-change.js';

/** `POST /v1/change-requests/:id/quotes`: what would be quoted. Nobody's purchase, so nothing of it is recorded. */
export function proposedQuoteRoutes({ context, bodies, clock }: Services): readonly Route[] {
  return [
    {
      operation: 'POST /v1/change-requests/{id}/quotes',
      access: 'read',
      handle: async (request, response) => {
        const { question, explain, whyNot } = bodies.quote(await readJson(request, JSON_LIMIT), clock());
        const found = await requestedChange(context, request);
        const more = { question, whyNot, traced: false, gap: true };
        const { answer, gap, whys } = await askChangeRequest(context, found, more);
        if (!answer.ok) {
          sendProblem(response, { ...answer.rejection, ...(gap && { gap }), ...(whys && { why_not: whys }) });
          return;
        }
        const written = new QuoteWriter().write(answer.quote, found.base, explain !== 'none', {
          trace: undefined,
          why_not: whys,
        });
        const { release: _, ...quote } = JSON.parse(written);
        const of = { release: null, change_request: found.id, revision: found.revision };
        sendJson(response, 200, { ...quote, ...of });
      },
    },
  ];
}
