import { restoreRelease } from '../../change-requests/edits/restore-release.js';
import { withdrawRelease } from '../../change-requests/withdraw.js';
import { DomainError } from '../../domain-error.js';
import { filesOf, sumsOfRelease } from '../../releases/release-files.js';
import { changeRequestJson, releaseJson } from '../answers/change-request-json.js';
import type { Services } from '../services.js';
import { isKnown, revisionTag } from '../wire/etag.js';
import { readJson } from '../wire/json-body.js';
import { sendBody } from '../wire/problem-response.js';
import { pathNumber, pathRest } from '../wire/query.js';
import { fileType, sendFile } from '../wire/rule-set-file.js';
import type { Route } from './route.js';

const JSON_LIMIT = 64 * 1024;

/** `/v1/releases` and everything below. */
export function releaseRoutes({ context, releases, bodies }: Services): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/releases',
      access: 'read',
      handle: async (_request, response) => {
        await releases.refresh();
        const newest = [...releases.headers].reverse().map((header) => releaseJson(context, header));
        const body = { in_force: releases.current.number, releases: newest };
        sendBody(response, 200, 'application/json', JSON.stringify(body));
      },
    },
    {
      method: 'GET',
      path: '/v1/releases/:number',
      access: 'read',
      handle: async (request, response) => {
        await releases.refresh();
        const header = releases.header(pathNumber(request, 'number'));
        const sums = await context.store.read((db) => sumsOfRelease(db, header.number));
        const files = [...sums].map(([path, sha256]) => ({ path, sha256 }));
        sendBody(response, 200, 'application/json', JSON.stringify({ ...releaseJson(context, header), files }));
      },
    },
    {
      method: 'GET',
      path: '/v1/releases/:number/files/*path',
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
    {
      method: 'POST',
      path: '/v1/releases/:number/restore',
      access: 'edit_amounts',
      handle: async (request, response, actor) => {
        const { reason = '' } = bodies.parse('Reason', await readJson(request, JSON_LIMIT));
        const made = await restoreRelease(context, actor, pathNumber(request, 'number'), reason);
        response.setHeader('Location', `/v1/change-requests/${made.id}`);
        response.setHeader('ETag', revisionTag(made.revision));
        sendBody(response, 201, 'application/json', JSON.stringify(changeRequestJson(context, made)));
      },
    },
    {
      method: 'POST',
      path: '/v1/releases/:number/withdraw',
      access: 'publish',
      handle: async (request, response, actor) => {
        const { reason = '' } = bodies.parse('Reason', await readJson(request, JSON_LIMIT));
        const release = await withdrawRelease(context, actor, pathNumber(request, 'number'), reason);
        sendBody(response, 200, 'application/json', JSON.stringify(releaseJson(context, release)));
      },
    },
  ];
}
