import { CSV_HEADER, eventCsv, eventJsonLine } from '../audit/export-log.js';
import { eventsInOrder } from '../audit/read-log.js';
import { verifyRecord } from '../releases/verify-record.js';
import { onDatabase } from './on-database.js';
import { count, EXIT, type Output } from './printing/output.js';

/** `ratecard audit verify`: whether the log and the releases are as they were written, and if not, where they differ. */
export async function auditVerify(
  pins: readonly string[],
  json: boolean,
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  return onDatabase(env, output, async ({ store }) => {
    const found = await verifyRecord(store, pins);
    if (json) output.out.write(`${JSON.stringify(found, null, 2)}\n`);
    else if (found.ok) {
      output.out.write(`${output.out.colours.green('The record is intact.')}\n`);
      output.out.write(
        `${count(found.events, 'event')}, ${count(found.releases, 'release')}; the log's head is ${found.head}\n`,
      );
    } else output.err.write(`${output.err.colours.red('The record was altered:')} ${found.message}\n`);
    return found.ok ? EXIT.ok : EXIT.failed;
  });
}

/** `ratecard audit export`: the whole log, in its order. */
export async function auditExport(format: 'csv' | 'jsonl', env: NodeJS.ProcessEnv, output: Output): Promise<number> {
  return onDatabase(env, output, async ({ store }) => {
    if (format === 'csv') output.out.write(CSV_HEADER);
    for await (const event of eventsInOrder(store, {})) {
      output.out.write(format === 'csv' ? eventCsv(event) : eventJsonLine(event));
    }
    return EXIT.ok;
  });
}
