import type { Person } from '../../../../schemas/types/api.js';
import { invitePerson } from '../../access/people/invitations.js';
import { changePerson, listPeople } from '../../access/people/people.js';
import { requireRole } from '../../access/permissions.js';
import { originOf } from '../origin.js';
import type { Services } from '../services.js';
import { pathNumber } from '../wire/query.js';
import { answers, type Route } from './route.js';

/** People, and inviting them. */
export function peopleRoutes(services: Services): readonly Route[] {
  const { context, bodies } = services;
  return [
    answers('GET /v1/people', 'administer', async () => ({ people: (await listPeople(context)).map(personJson) })),
    answers('PATCH /v1/people/{id}', 'administer', async (request, _response, actor) => {
      const changes = await bodies.read(request, 'PersonChanges');
      return personJson(await changePerson(context, actor, pathNumber(request, 'id'), changes));
    }),
    answers('POST /v1/invitations', 'administer', async (request, _response, actor) => {
      const { email, role } = await bodies.read(request, 'NewInvitation');
      const secret = await invitePerson(context, actor.name, email, role);
      return { link: `${originOf(request, services)}/setup#${secret}` };
    }),
  ];
}

function personJson(person: Awaited<ReturnType<typeof listPeople>>[number]): Person {
  const { id, email, name, role, active, created_at } = person;
  return { id, email, name, role: requireRole(role), active: active === 1, created_at };
}
