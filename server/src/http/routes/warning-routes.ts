import { warningsOfChange, warningsOfRelease } from '../../previews/read-warnings.js';
import { warningsJson } from '../answers/warning-json.js';
import type { Services } from '../services.js';
import { tagged } from '../wire/etag.js';
import { pathNumber } from '../wire/query.js';
import { requestedChange } from './change-requests/requested-change.js';
import { answers, type Route } from './route.js';

/** What is valid but suspicious in a release, and in a change request. */
export function warningRoutes({ context, releases }: Services): readonly Route[] {
  return [
    answers('GET /v1/releases/{number}/warnings', 'read', async (request) => {
      await releases.refresh();
      const { number } = releases.header(pathNumber(request, 'number'));
      return warningsJson(await warningsOfRelease(context, number));
    }),
    answers('GET /v1/change-requests/{id}/warnings', 'read', async (request, response) => {
      const found = await requestedChange(context, request);
      return tagged(response, found.revision, warningsJson(await warningsOfChange(context, found)));
    }),
  ];
}
