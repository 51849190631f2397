import { Button, MenuItem, Select, Switch, Typography } from '@mui/material';
import { useState } from 'react';
import { DataTable, DateField, List, useNotify, useRecordContext, useRefresh, useUpdate } from 'react-admin';
import type { Person } from '../../../schemas/types/api.js';
import { messageOf } from '../api/problem.js';
import { useSession } from '../api/use-session.js';
import { PageHeader } from '../layout/page-header.js';
import { sentenceCase } from '../layout/words.js';
import { InviteDialog } from './invite-dialog.js';
import { ROLES } from './roles.js';

/** Who may sign in, and what they may do. For admins. */
export function PersonList() {
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHeader title="People">
        <Button variant="contained" onClick={() => setInviting(true)}>
          Invite somebody
        </Button>
      </PageHeader>
      <Typography color="textSecondary" sx={{ mb: 1 }}>
        Somebody whose “May sign in” is switched off is deactivated: they are signed out, and the API keys they made
        stop working. Make new keys first for programs that use theirs.
      </Typography>
      <List title=" " exporter={false} pagination={false} actions={false} sort={{ field: 'id', order: 'ASC' }}>
        <DataTable<Person> rowClick={false} bulkActionButtons={false}>
          <DataTable.Col source="name" disableSort />
          <DataTable.Col source="email" label="E-mail address" disableSort />
          <DataTable.Col source="role" disableSort>
            <RoleSelect />
          </DataTable.Col>
          <DataTable.Col source="active" label="May sign in" disableSort>
            <ActiveSwitch />
          </DataTable.Col>
          <DataTable.Col source="created_at" label="Since" disableSort>
            <DateField source="created_at" />
          </DataTable.Col>
        </DataTable>
      </List>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}

function usePersonUpdate() {
  const person = useRecordContext<Person>();
  const [update, { isPending }] = useUpdate<Person>();
  const notify = useNotify();
  const refresh = useRefresh();
  const change = (data: Partial<Person>): void => {
    if (person === undefined) return;
    void update(
      'people',
      { id: person.id, data, previousData: person },
      {
        onSuccess: () => {
          notify(savedNotice(person.name, data), { type: 'success' });
          refresh();
        },
        onError: (error: unknown) => notify(messageOf(error), { type: 'error' }),
      },
    );
  };
  return { person, change, isPending };
}

function savedNotice(name: string, { active }: Partial<Person>): string {
  if (active === false)
    return `${name} is deactivated, and can no longer sign in. The API keys they made have stopped working.`;
  return active === true ? `${name} may sign in again.` : `The role of ${name} is changed.`;
}

function RoleSelect() {
  const { person, change, isPending } = usePersonUpdate();
  if (person === undefined) return null;
  return (
    <Select
      size="small"
      value={person.role}
      disabled={isPending}
      onChange={(event) => change({ role: event.target.value })}
      inputProps={{ 'aria-label': `Role of ${person.name}` }}
    >
      {ROLES.map(({ role }) => (
        <MenuItem key={role} value={role}>
          {sentenceCase(role)}
        </MenuItem>
      ))}
    </Select>
  );
}

function ActiveSwitch() {
  const { person, change, isPending } = usePersonUpdate();
  const me = useSession()?.name;
  if (person === undefined) return null;
  return (
    <Switch
      checked={person.active}
      disabled={isPending || person.email === me}
      onChange={(_event, active) => change({ active })}
      slotProps={{ input: { 'aria-label': `${person.name} may sign in` } }}
    />
  );
}
