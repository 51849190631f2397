import { Link } from '@mui/material';
import { useRecordContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { AuditEvent } from '../../../schemas/types/api.js';

/** What an event is about: a change, a release, or both. */
export function AuditReference() {
  const event = useRecordContext<AuditEvent & { readonly id: number }>();
  if (event === undefined) return null;
  const { change_request, release } = event;
  return (
    <>
      {change_request !== null && (
        <Link component={RouterLink} to={`/change-requests/${change_request}/show`}>
          Change {change_request}
        </Link>
      )}
      {change_request !== null && release !== null && ', '}
      {release !== null && (
        <Link component={RouterLink} to={`/releases/${release}/show`}>
          Release {release}
        </Link>
      )}
    </>
  );
}
