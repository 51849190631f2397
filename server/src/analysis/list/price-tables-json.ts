import { formatInstant } from '../../book/model/instant.js';
import { outcomeJson } from './outcome-json.js';
import type { PriceTable, TableCell } from './price-tables.js';

/**
 * Printed tables as JSON, row by row.
 *
 * @param of what else the object says: of which book they are
 */
export function* priceTablesJson(tables: readonly PriceTable[], of: object): Generator<string> {
  yield `${JSON.stringify(of).slice(0, -1)},"tables":[`;
  for (const [place, { rows, ...table }] of tables.entries()) {
    yield `${place === 0 ? '' : ','}${JSON.stringify(table).slice(0, -1)},"rows":`;
    if (rows === undefined) yield 'null}';
    else {
      yield '[';
      for (const [index, { title, cells }] of rows.entries()) {
        yield `${index === 0 ? '' : ','}${JSON.stringify({ title, cells: cells.map(cellJson) })}`;
      }
      yield ']}';
    }
  }
  yield ']}';
}

function cellJson({ override, outcome, at, ...cell }: TableCell) {
  const { rule, title, listPrice } = override ?? {};
  return {
    ...cell,
    at: formatInstant(at),
    outcome: outcomeJson(outcome),
    override: override === null ? null : { rule, title, list_price: listPrice },
  };
}
