import { restoreRelease } from '../../change-requests/edits/restore-release.js';
import { withdrawRelease } from '../../change-requests/withdraw.js';
import { DomainError } from '../../domain-error.js';
import { filesOf, sumsOfRelease } from '../../releases/release-files.js';
import { releaseJson } from '../answers/change-request-json.js';
import type { Services } from '../services.js';
import { isKnown } from '../wire/etag.js';
import { pathNumber, pathRest } from '../wire/query.js';
import { fileType, sendFile } from '../wire/rule-set-file.js';
import { changeAnswer } from './change-requests/requested-change.js';
import { answers, type Route } from './route.js';

/** `/v1/releases` and everything below but what is compared, printed and warned of. */
export function releaseRoutes({ context, releases, bodies }: Services): readonly Route[] {
  return [
    answers('GET /v1/releases', 'read', async () => {
      await releases.refresh();
      const newest = [...releases.headers].reverse().map((header) => releaseJson(context, header));
      return { in_force: releases.current.number, releases: newest };
    }),
    answers('GET /v1/releases/{number}', 'read', async (request) => {
      await releases.refresh();
      const header = releases.header(pathNumber(request, 'number'));
      const sums = await context.store.read((db) => sumsOfRelease(db, header.number));
      return { ...releaseJson(context, header), files: [...sums].map(([path, sha256]) => ({ path, sha256 })) };
    }),
    {
      operation: 'GET /v1/releases/{number}/files/{path}',
      access: 'read',
      handle: async (request, response) => {
        await releases.refresh();
        const { number } = releases.header(pathNumber(request, 'number'));
        const path = pathRest(request, 'path');
        const sum = (await context.store.read((db) => sumsOfRelease(db, number))).get(path);
        if (sum === undefined) throw new DomainError('not_found', `release ${number} has no file ${path}`);
        const type = fileType(request, response);
        if (isKnown(request, response, type === 'application/json' ? `${sum};json` : sum)) return;
        const file = (await context.store.read((db) => filesOf(db, number))).find((one) => one.path === path);
        await sendFile(context, request, response, { path, text: file?.text ?? '' });
      },
    },
    answers('POST /v1/releases/{number}/restore', 'edit_amounts', async (request, response, actor) => {
      const { reason = '' } = await bodies.read(request, 'Reason');
      const made = await restoreRelease(context, actor, pathNumber(request, 'number'), reason);
      response.setHeader('Location', `/v1/change-requests/${made.id}`);
      return changeAnswer(context, response, made);
    }),
    answers('POST /v1/releases/{number}/withdraw', 'publish', async (request, _response, actor) => {
      const { reason = '' } = await bodies.read(request, 'Reason');
      return releaseJson(context, await withdrawRelease(context, actor, pathNumber(request, 'number'), reason));
    }),
  ];
}
