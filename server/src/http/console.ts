import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { sendBody } from './wire/send-body.js';

// The same number of folders up from src/ and from dist/.
const BUILT = fileURLToPath(new URL('../../../admin-ui/dist/', import.meta.url));

/**
 * The console: its files, and its page at every address that is a page of it. Programs that ask for an address which is
 * not served go on to the answer that says so. Where the console is not built, `/` leads to the API's description.
 */
export function consolePages(): Router {
  const router = Router();
  router.use('/assets', compression());
  const page = existsSync(`${BUILT}index.html`) ? readFileSync(`${BUILT}index.html`, 'utf8') : undefined;
  // The names of the built files change with what they hold.
  router.use('/assets', express.static(`${BUILT}assets`, { index: false, maxAge: '1y', immutable: true }));
  router.use(sendPage);
  return router;

  function sendPage(request: Request, response: Response, next: NextFunction): void {
    const { method } = request;
    const isRead = method === 'GET' || method === 'HEAD';
    const forPeople = isRead && (request.path === '/' || asksForPage(request));
    if (!forPeople) {
      next();
      return;
    }
    if (page === undefined) {
      response.redirect('/docs');
      return;
    }
    response.setHeader('Cache-Control', 'no-cache');
    sendBody(response, 200, 'text/html; charset=utf-8', page);
  }
}

/** Addresses of the API belong to programs, whatever they accept; a page in place of a file would hide the lack of it. */
function asksForPage(request: Request): boolean {
  const { path } = request;
  return request.accepts(['json', 'html']) === 'html' && !path.startsWith('/v1/') && !/\.\w+$/.test(path);
}
