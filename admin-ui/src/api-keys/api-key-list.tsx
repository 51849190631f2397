import { Button, Chip, Typography } from '@mui/material';
import { useState } from 'react';
import { DataTable, DateField, DeleteWithConfirmButton, List, useRecordContext } from 'react-admin';
import type { ApiKey } from '../../../schemas/types/api.js';
import { EmptyState } from '../layout/empty-state.js';
import { PageHeader } from '../layout/page-header.js';
import { shownInstant } from '../layout/words.js';
import { NewKeyDialog } from './new-key-dialog.js';

/** The keys that programs ask with. For admins. */
export function ApiKeyList() {
  const [making, setMaking] = useState(false);
  return (
    <>
      <PageHeader title="API keys">
        <Button variant="contained" onClick={() => setMaking(true)}>
          New key
        </Button>
      </PageHeader>
      <Typography color="textSecondary" sx={{ mb: 1 }}>
        A key stops working when it expires, when it is revoked, or when the account of the person who made it is
        deactivated.
      </Typography>
      <List
        title=" "
        exporter={false}
        pagination={false}
        actions={false}
        empty={false}
        sort={{ field: 'id', order: 'DESC' }}
      >
        <DataTable<ApiKey>
          rowClick={false}
          bulkActionButtons={false}
          empty={
            <EmptyState title="No keys yet">
              Backends ask for quotes with a key of the scope “quote”. Make one with “New key”; it is shown once.
            </EmptyState>
          }
        >
          <DataTable.Col
            source="name"
            disableSort
            render={({ name, note }) => (
              <>
                {name}
                {note !== '' && (
                  <Typography variant="body2" color="textSecondary">
                    {note}
                  </Typography>
                )}
              </>
            )}
          />
          <DataTable.Col
            source="prefix"
            label="Begins with"
            disableSort
            render={({ prefix }) => <code>{prefix}</code>}
          />
          <DataTable.Col source="scopes" disableSort render={({ scopes }) => scopes.join(', ')} />
          <DataTable.Col source="created_by" label="Made by" disableSort />
          <DataTable.Col source="created_at" label="Made" disableSort>
            <DateField source="created_at" showTime />
          </DataTable.Col>
          <DataTable.Col
            source="last_used_at"
            label="Last used"
            disableSort
            render={({ last_used_at }) => (last_used_at === null ? 'Never' : shownInstant(last_used_at))}
          />
          <DataTable.Col
            source="expires_at"
            label="Expires"
            disableSort
            render={({ expires_at }) => (expires_at === null ? 'Never' : shownInstant(expires_at))}
          />
          <DataTable.Col label="State" disableSort>
            <KeyState />
          </DataTable.Col>
        </DataTable>
      </List>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
    </>
  );
}

function KeyState() {
  const key = useRecordContext<ApiKey>();
  if (key === undefined) return null;
  if (key.revoked_at !== null) return <Chip size="small" label="Revoked" variant="outlined" />;
  return (
    <DeleteWithConfirmButton
      label="Revoke"
      mutationMode="pessimistic"
      confirmTitle={`Revoke ${key.name}?`}
      confirmContent="Programs that use it are refused from now on. This cannot be undone."
      successMessage="The key is revoked."
      redirect={false}
    />
  );
}
