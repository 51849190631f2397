import { Agent, request } from 'node:http';

/*
 * Asks a server for one quote after another, in a process of its own: `waiting-prober.ts URL PRODUCT`. Told to `begin`
 * and `end`, it says how long the slowest in between took, and how many there were.
 */

const [url = '', product = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const body = JSON.stringify({ product });
const PAUSE = 1;

let slowest = 0;
let asked = 0;

process.on('message', (message) => {
  if (message === 'end') process.send?.({ slowest, asked });
  slowest = 0;
  asked = 0;
});

for (;;) {
  const start = performance.now();
  await ask();
  slowest = Math.max(slowest, performance.now() - start);
  asked++;
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
}

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/v1/quotes`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      if (response.statusCode !== 200) reject(new Error(`a quote was answered with ${response.statusCode}`));
      response.once('end', resolve);
    });
    // A server that was held up for long closes connections that it thinks idle: asking again counts the whole gap.
    sent.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' && sent.reusedSocket) resolve(ask());
      else reject(error);
    });
    sent.end(body);
  });
}
