import { readChangeRequest } from '../../change-requests/read-change-request.js';
import { warningsOfChange, warningsOfRelease } from '../../previews/read-warnings.js';
import { warningsJson } from '../answers/warning-json.js';
import type { Services } from '../services.js';
import { revisionTag } from '../wire/etag.js';
import { sendBody } from '../wire/problem-response.js';
import { pathNumber } from '../wire/query.js';
import type { Route } from './route.js';

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
