import { record } from '../../audit/record.js';
import { DomainError } from '../../domain-error.js';
import { allPeople, countAdmins, deleteSessionsOf, personById, updatePerson } from '../../store/queries/people.js';
import type { PersonRow } from '../../store/tables.js';
import type { AccessContext } from '../access-context.js';
import type { Actor } from '../actor.js';
import type { Role } from '../permissions.js';

export async function listPeople({ store }: AccessContext): Promise<readonly PersonRow[]> {
  return store.read(allPeople);
}

/**
 * Gives a person another role, deactivates their account, or reactivates it. The sessions of a deactivated account end
 * at once.
 *
 * @throws DomainError not_found, or wrong_state when nobody would be left to administer
 */
export async function changePerson(
  { store, clock }: AccessContext,
  actor: Actor,
  id: number,
  changes: { readonly role?: Role; readonly active?: boolean },
): Promise<PersonRow> {
  return store.mutation(async (tx) => {
    const person = await personById(tx, id);
    if (person === undefined) throw new DomainError('not_found', `there is no person ${id}`);
    const { role = person.role, active = person.active === 1 } = changes;
    const wasAdmin = person.role === 'admin' && person.active === 1;
    if (wasAdmin && (role !== 'admin' || !active) && (await countAdmins(tx)) === 1) {
      throw new DomainError('wrong_state', `${person.email} is the only admin: make somebody else one first`);
    }
    if (role === person.role && active === (person.active === 1)) return person;
    await updatePerson(tx, id, { role, active: active ? 1 : 0 });
    const about = { actor: actor.name, details: { person: id, email: person.email } };
    if (role !== person.role) {
      const details = { ...about.details, from: person.role, to: role };
      await record(tx, clock(), { ...about, action: 'person.role_changed', details });
    }
    if (active !== (person.active === 1)) {
      await record(tx, clock(), { ...about, action: active ? 'person.reactivated' : 'person.deactivated' });
    }
    if (!active) await deleteSessionsOf(tx, id);
    return { ...person, role, active: active ? 1 : 0 };
  });
}
