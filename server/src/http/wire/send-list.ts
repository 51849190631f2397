import type { ServerResponse } from 'node:http';
import { Turn } from '../../turn.js';
import { sendBody } from './send-body.js';

/** How many characters are sent at once: encoding more takes longer than quotes are to wait. */
const AT_ONCE = 256 * 1024;

/** Answers with a list as JSON: at once, or where it is long in parts, as fast as its reader reads. */
export async function sendList(
  response: ServerResponse,
  before: string,
  items: readonly string[],
  after: string,
): Promise<void> {
  const length = items.reduce((sum, item) => sum + item.length, 0);
  if (length <= AT_ONCE) {
    sendBody(response, 200, 'application/json', before + items.join(',') + after);
    return;
  }
  response.statusCode = 200;
  response.setHeader('Content-Type', 'application/json');
  const turn = new Turn();
  let part = before;
  for (const [index, item] of items.entries()) {
    part += index === 0 ? item : `,${item}`;
    if (part.length < AT_ONCE) continue;
    if (!response.write(part)) await drained(response);
    if (response.destroyed) return;
    part = '';
    await turn.next();
  }
  response.end(part + after);
}

/** Until more can be sent, or nobody reads any more. */
async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
}
