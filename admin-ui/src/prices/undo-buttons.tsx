import RedoOutlined from '@mui/icons-material/RedoOutlined';
import UndoOutlined from '@mui/icons-material/UndoOutlined';
import { IconButton, Tooltip } from '@mui/material';
import { useEditor, useEditorState } from '../editing/use-editor.js';

/** Undo and redo, each of which says what it is about. */
export function UndoButtons() {
  const editor = useEditor();
  const { undo, redo, status } = useEditorState();
  const buttons = [
    {
      label: 'Undo',
      Icon: UndoOutlined,
      last: undo.at(-1),
      hint: 'Ctrl+Z',
      act: () => editor.undo(),
    },
    {
      label: 'Redo',
      Icon: RedoOutlined,
      last: redo.at(-1),
      hint: 'Ctrl+Y',
      act: () => editor.redo(),
    },
  ];
  return buttons.map(({ label, Icon, last, hint, act }) => (
    <Tooltip
      key={label}
      title={last === undefined ? `Nothing to ${label.toLowerCase()}` : `${label} ${last.what} (${hint})`}
    >
      <span>
        <IconButton aria-label={label} disabled={last === undefined || status !== 'saved'} onClick={() => void act()}>
          <Icon />
        </IconButton>
      </span>
    </Tooltip>
  ));
}
