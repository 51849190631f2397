import type { DataProvider, GetListParams, RaRecord } from 'react-admin';
import type { Person, Release } from '../../../schemas/types/api.js';
import { ask } from './http.js';
import { Problem } from './problem.js';

/** A page of what the API lists newest first: pages are read one after another, each by the last item of the one before. */
type Listed<T> = (limit: number, before: number | undefined) => Promise<readonly T[]>;

const LARGEST_PAGE = 200;

/** React-admin's resources by their routes of the API. Changes of prices go through `editing/`, not through here. */
export const dataProvider = {
  async getList(resource: string, params: GetListParams) {
    switch (resource) {
      case 'change-requests':
        return paged(params, (limit, before) => changeRequests(params, limit, before), 'id');
      case 'audit':
        return paged(params, (limit, before) => auditEvents(params, limit, before), 'seq');
      case 'releases': {
        const { releases } = await ask('GET', '/v1/releases');
        return whole(releases.map(releaseRecord));
      }
      case 'people': {
        const { people } = await ask('GET', '/v1/people');
        return whole(people);
      }
      case 'api-keys': {
        const { api_keys } = await ask('GET', '/v1/api-keys');
        return whole(api_keys);
      }
      default:
        throw notServed(resource);
    }
  },
  async getOne(resource: string, { id }: { id: unknown }) {
    switch (resource) {
      case 'change-requests':
        return { data: await ask('GET', `/v1/change-requests/${String(id)}`) };
      case 'releases':
        return { data: releaseRecord(await ask('GET', `/v1/releases/${String(id)}`)) };
      default:
        throw notServed(resource);
    }
  },
  async update(resource: string, { id, data }: { id: unknown; data: Partial<Person> }) {
    if (resource !== 'people') throw notServed(resource);
    const { role, active } = data;
    const body = { ...(role === undefined ? {} : { role }), ...(active === undefined ? {} : { active }) };
    return { data: await ask('PATCH', `/v1/people/${String(id)}`, { body }) };
  },
  async delete(resource: string, { id }: { id: unknown }) {
    if (resource !== 'api-keys') throw notServed(resource);
    await ask('DELETE', `/v1/api-keys/${String(id)}`);
    return { data: { id } };
  },
  async getMany(resource: string, { ids }: { ids: readonly unknown[] }) {
    const data = await Promise.all(ids.map(async (id) => (await dataProvider.getOne(resource, { id })).data));
    return { data };
  },
  getManyReference: async (resource: string) => Promise.reject(notServed(resource)),
  create: async (resource: string) => Promise.reject(notServed(resource)),
  updateMany: async (resource: string) => Promise.reject(notServed(resource)),
  deleteMany: async (resource: string) => Promise.reject(notServed(resource)),
  // The interface is generic in what a record is; each resource above has its own.
} as unknown as DataProvider;

function notServed(resource: string): Problem {
  return new Problem(404, 'not_found', `The server has nothing of the kind: ${resource}.`);
}

function whole<T>(data: readonly T[]) {
  return { data, total: data.length };
}

/** The id of a release is its number. */
function releaseRecord(release: Release) {
  return { id: release.number, ...release };
}

async function paged<T extends object>({ pagination }: GetListParams, list: Listed<T>, key: keyof T & string) {
  const { page = 1, perPage = 25 } = pagination ?? {};
  const wanted = page * perPage + 1;
  const rows: T[] = [];
  for (;;) {
    const limit = Math.min(wanted - rows.length, LARGEST_PAGE);
    const last = rows.at(-1);
    const next = await list(limit, last === undefined ? undefined : Number(last[key]));
    rows.push(...next);
    if (next.length < limit || rows.length >= wanted) break;
  }
  const data = rows.slice((page - 1) * perPage, page * perPage);
  const records = data.map((row) => ({ id: row[key], ...row })) as unknown as RaRecord[];
  return { data: records, pageInfo: { hasNextPage: rows.length >= wanted, hasPreviousPage: page > 1 } };
}

async function changeRequests({ filter }: GetListParams, limit: number, before: number | undefined) {
  const query = new URLSearchParams({ limit: String(limit) });
  if (before !== undefined) query.set('before', String(before));
  if (filter?.open === true) query.set('open', 'true');
  if (typeof filter?.author === 'string' && filter.author !== '') query.set('author', filter.author);
  const answer = await ask('GET', `/v1/change-requests?${query}`);
  return answer.change_requests;
}

async function auditEvents(params: GetListParams, limit: number, before: number | undefined) {
  const query = auditQuery(params.filter ?? {});
  query.set('limit', String(limit));
  if (before !== undefined) query.set('before', String(before));
  const { events } = await ask('GET', `/v1/audit?${query}`);
  return events;
}

/** The filters of the log as its query; days are whole days where the reader is. */
export function auditQuery(filter: Readonly<Record<string, unknown>>): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ['actor', 'action', 'product', 'change_request', 'release']) {
    const value = filter[name];
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  if (typeof filter['from'] === 'string' && filter['from'] !== '') {
    query.set('from', new Date(`${filter['from']}T00:00:00`).toISOString());
  }
  if (typeof filter['until'] === 'string' && filter['until'] !== '') {
    const day = new Date(`${filter['until']}T00:00:00`);
    day.setDate(day.getDate() + 1);
    query.set('until', day.toISOString());
  }
  return query;
}
