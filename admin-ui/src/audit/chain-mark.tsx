import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import VerifiedOutlined from '@mui/icons-material/VerifiedOutlined';
import { Chip, Tooltip } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/http.js';

/** Whether every event and release is what its hash says, one after the other. */
export function ChainMark() {
  const { data, error, isPending } = useQuery({
    queryKey: ['audit-verification'],
    queryFn: () => ask('GET', '/v1/audit/verification'),
  });
  if (isPending) return <Chip size="small" label="Verifying the record…" variant="outlined" />;
  if (error !== null)
    return <Chip size="small" label="The record could not be verified" color="warning" variant="outlined" />;
  return data?.ok === true ? (
    <Tooltip title={data.head === undefined ? '' : `Head of the log: ${data.head}`}>
      <Chip size="small" icon={<VerifiedOutlined />} label="The record is intact" color="success" variant="outlined" />
    </Tooltip>
  ) : (
    <Chip size="small" icon={<ErrorOutlined />} label={data?.message ?? 'The record was altered'} color="error" />
  );
}
