import type { HistoricPrice } from '../../analysis/explain/price-history.js';
import { formatInstant } from '../../book/model/instant.js';
import { type DatedPriceChange, readHistory } from '../../compiler/read-history.js';
import { releaseJson } from '../answers/change-request-json.js';
import type { Services } from '../services.js';
import { ApiError } from '../wire/problem-response.js';
import { queryText } from '../wire/query.js';
import { answers, type Route } from './route.js';

/** `GET /v1/prices/history`: every change of one combination's price. */
export function historyRoutes(services: Services): readonly Route[] {
  const { context, releases } = services;
  return [
    answers('GET /v1/prices/history', 'read', async (request) => {
      await releases.refresh();
      const product = queryText(request, 'product');
      if (product === undefined) throw new ApiError('malformed', 'state a `product`');
      const names = Object.keys(request.query).filter((name) => name !== 'product');
      const facts = names.map((name): [string, string] => [name, queryText(request, name) ?? '']);
      const history = await readHistory(context, product, facts);
      if (!history.ok) throw new ApiError('malformed', history.message);
      const { question, changes } = history;
      return {
        product,
        options: question.options,
        context: question.context,
        at: question.at === undefined ? null : formatInstant(question.at),
        changes: changes.map((change) => changeJson(services, change)),
      };
    }),
  ];
}

function changeJson({ context }: Services, { entry, header }: DatedPriceChange) {
  const { at, cause, before, after, because, lines } = entry;
  const { number, state, author, approvers, reason, emergency, change_request, published_at } = releaseJson(
    context,
    header,
  );
  return {
    at: formatInstant(at),
    cause,
    before: priceJson(before),
    after: priceJson(after),
    because: because.map((change, index) => ({
      ...change,
      lines: lines[index] ?? { before: null, after: null },
    })),
    release: { number, state, author, approvers, reason, emergency, change_request, published_at },
  };
}

function priceJson(price: HistoricPrice | null) {
  if (price === null) return null;
  const { listPrice, total, currency, rules } = price;
  return { list_price: { amount: listPrice, currency }, total: { amount: total, currency }, rules };
}
