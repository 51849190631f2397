import { readChangeRequest } from '../releases/read-change-request.js';
import { warningsOfChange, warningsOfRelease } from '../releases/read-warnings.js';
import { revisionTag } from './etag.js';
import { sendBody } from './problem-response.js';
import { pathNumber } from './query.js';
import type { Route } from './route.js';
import type { Services } from './services.js';
import { warningsJson } from './warning-json.js';

/** What is valid but suspicious in a release, and in a change request. */
export function warningRoutes({ context, releases }: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/releases/:number/warnings',
      access: 'read',
      handle: async (request, response) => {
        await releases.refresh();
        const { number } = releases.header(pathNumber(request, 'number'));
        const body = warningsJson(await warningsOfRelease(context, number));
        sendBody(response, 200, 'application/json', JSON.stringify(body));
      },
    },
    {
      method: 'GET',
      path: '/v1/change-requests/:id/warnings',
      access: 'read',
      handle: async (request, response) => {
        const found = await context.store.read((db) => readChangeRequest(db, pathNumber(request, 'id')));
        const body = warningsJson(await warningsOfChange(context, found));
        response.setHeader('ETag', revisionTag(found.revision));
        sendBody(response, 200, 'application/json', JSON.stringify(body));
      },
    },
  ];
}
