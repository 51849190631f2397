import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type EmptyDatabase, emptyDatabase } from '../databases.js';
import { type Served, serve } from '../served.js';

/* How a server stops: its clients notice in time, and no request fails. */

const BODY = JSON.stringify({ product: 'kling-o1' });
const HEADERS = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) };
const DRAIN = 1.5;

let database: EmptyDatabase;
beforeAll(async () => {
  database = await emptyDatabase('sqlite');
});
afterAll(() => database.remove());

const start = (drain: number): Promise<Served> => serve({ ...database.env, RATECARD_DRAIN: String(drain) });

interface Answer {
  readonly status: number;
  readonly connection: string | undefined;
  readonly body: string;
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode ?? 0, connection: response.headers.connection, body };
}

/** One request. Without an agent it has a connection of its own. */
function ask(url: string, path: string, agent: Agent | false = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = path === '/v1/quotes' ? { method: 'POST', headers: HEADERS } : { method: 'GET' };
    const asked = request(url + path, { ...options, agent });
    asked.once('error', reject).once('response', (response) => answerOf(response).then(resolve, reject));
    asked.end(options.method === 'POST' ? BODY : undefined);
  });
}

describe.concurrent('a server that is told to stop', () => {
  it('fails no request of a load balancer that watches its readiness, and resets no connection', async ({ expect }) => {
    const served = await start(DRAIN);
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const failures: string[] = [];
    let answered = 0;
    let afterSignal = 0;
    let told = false;
    let inRotation = true;
    const client = async (keepAlive: boolean): Promise<void> => {
      while (inRotation) {
        try {
          const { status } = await ask(served.url, '/v1/quotes', keepAlive ? agent : false);
          if (status !== 200) failures.push(`answered ${status}`);
          answered++;
          if (told) afterSignal++;
        } catch (error) {
          failures.push(String(error));
        }
        await delay(1);
      }
    };
    const watch = async (): Promise<void> => {
      while (inRotation) {
        await delay(100);
        const { status } = await ask(served.url, '/readyz');
        if (status === 200) continue;
        // Real load balancers check again before they act.
        await delay(400);
        inRotation = false;
      }
    };
    const all = [...Array.from({ length: 16 }, () => client(true)), client(false), client(false), watch()];
    await delay(500);
    served.child.kill('SIGTERM');
    told = true;
    const exited = once(served.child, 'exit');
    await Promise.all(all);
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(30);
    expect(afterSignal).toBeGreaterThan(5);
    expect(await exited).toEqual([0, null]);
    agent.destroy();
  });

  it('reports at once that it is not ready, and closes each connection with an answer that says so', async ({
    expect,
  }) => {
    const served = await start(DRAIN);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await ask(served.url, '/v1/quotes', agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
    const exited = once(served.child, 'exit');
    const begun = performance.now();
    served.child.kill('SIGTERM');
    await expect.poll(async () => (await ask(served.url, '/readyz')).status, { interval: 20 }).toBe(503);
    expect(await ask(served.url, '/readyz')).toMatchObject({ status: 503, connection: 'close' });
    expect((await ask(served.url, '/healthz')).status).toBe(200);
    // The connection from before is used once more.
    expect(await ask(served.url, '/v1/quotes', agent)).toMatchObject({ status: 200, connection: 'close' });
    expect(await exited).toEqual([0, null]);
    const seconds = (performance.now() - begun) / 1000;
    expect(seconds).toBeGreaterThan(DRAIN);
    expect(seconds).toBeLessThan(DRAIN + 3);
    agent.destroy();
  });

  it('answers all requests of a client that sends several before it reads an answer', async ({ expect }) => {
    const served = await start(DRAIN);
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
    const head = `POST /v1/quotes HTTP/1.1\r\nhost: ${new URL(served.url).host}\r\ncontent-type: application/json\r\n`;
    const one = `${head}content-length: ${HEADERS['content-length']}\r\n\r\n${BODY}`;
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString();
    });
    socket.write(one);
    await expect.poll(() => said).toContain('"release":1');
    expect(said).toContain('Connection: keep-alive');
    said = '';
    served.child.kill('SIGTERM');
    await expect.poll(async () => (await ask(served.url, '/readyz')).status, { interval: 20 }).toBe(503);
    socket.write(one.repeat(3));
    await once(socket, 'end');
    expect(said.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
    expect(said.match(/Connection: close/g)).toHaveLength(1);
    await once(served.child, 'exit');
  });

  it('does not wait for clients after Ctrl-C, and ends at once when a second signal comes later', async ({
    expect,
  }) => {
    const served = await start(60);
    const begun = performance.now();
    served.child.kill('SIGINT');
    expect(await once(served.child, 'exit')).toEqual([0, null]);
    expect(performance.now() - begun).toBeLessThan(3_000);

    const other = await start(60);
    other.child.kill('SIGTERM');
    await delay(50);
    // npm passes on a signal that the terminal has already sent.
    other.child.kill('SIGTERM');
    await delay(800);
    expect((await ask(other.url, '/healthz')).status).toBe(200);
    other.child.kill('SIGTERM');
    expect(await once(other.child, 'exit')).toEqual([143, null]);
  });
});
