import { MenuItem, TextField } from '@mui/material';
import { useSearchParams } from 'react-router-dom';
import type { ChangeRequest, Release } from '../../../../schemas/types/api.js';
import { useSession } from '../../api/use-session.js';
import { useReleases } from '../../book/use-tables.js';
import { sentenceCase } from '../../layout/words.js';
import { useEditor, useEditorState } from '../use-editor.js';
import { useOpenChanges } from './use-open-changes.js';

const MOST_RELEASES = 10;

/** Chooses whose prices are shown: what is in force, another release, or an open change. */
export function SubjectPicker() {
  const editor = useEditor();
  const { change, waiting } = useEditorState();
  const me = useSession()?.name;
  const [query, setQuery] = useSearchParams();
  const { data } = useReleases();
  const open = useOpenChanges();
  const releases = data?.releases.filter(({ state }) => state !== 'withdrawn').slice(0, MOST_RELEASES) ?? [];
  const last = releases[0]?.number;
  const changes = (open ?? []).filter(({ id }) => id !== change?.id);
  const release = query.get('release');
  const value =
    release === null ? (change === undefined ? `release ${last}` : `change ${change.id}`) : `release ${release}`;
  const choose = (chosen: string): void => {
    const [kind, number = ''] = chosen.split(' ');
    if (kind === 'change') {
      const found = changes.find(({ id }) => id === Number(number));
      if (found !== undefined) editor.open(found);
      setQuery({});
    } else if (Number(number) === last && (change === undefined || editor.open(undefined))) setQuery({});
    else setQuery({ release: number });
  };
  if (last === undefined) return null;
  return (
    <TextField
      select
      size="small"
      label="Prices of"
      value={value}
      onChange={(event) => choose(event.target.value)}
      disabled={waiting.length > 0}
      sx={{ minWidth: { xs: '100%', sm: 260 }, maxWidth: { xs: '100%', sm: 480 } }}
    >
      {change !== undefined && <MenuItem value={`change ${change.id}`}>{changeLabel(change, me)}</MenuItem>}
      {changes.map((one) => (
        <MenuItem key={one.id} value={`change ${one.id}`}>
          {changeLabel(one, me)}
        </MenuItem>
      ))}
      {releases.map((one) => (
        <MenuItem key={one.number} value={`release ${one.number}`}>
          {releaseLabel(one)}
        </MenuItem>
      ))}
    </TextField>
  );
}

function changeLabel({ id, title, author, state }: ChangeRequest, me: string | undefined): string {
  const whose = author === me ? '' : ` by ${author}`;
  return `Change ${id}: ${title}${whose} (${sentenceCase(state).toLowerCase()})`;
}

function releaseLabel({ number, state }: Release): string {
  return `Release ${number}, ${state === 'past' ? 'no longer in force' : sentenceCase(state).toLowerCase()}`;
}
