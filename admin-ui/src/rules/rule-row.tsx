import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import EditOutlined from '@mui/icons-material/EditOutlined';
import { Box, Card, IconButton, Link, Typography } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';

interface Props {
  readonly title: string;
  readonly sentence: string;
  readonly file: string;
  readonly editable: boolean;
  readonly onChange?: () => void;
  readonly onRemove?: () => void;
}

/** A rule in a list: its sentence, its title, its file, and the buttons to change and remove it. */
export function RuleRow({ title, sentence, file, editable, onChange, onRemove }: Props) {
  return (
    <Card variant="outlined" sx={{ p: 2, mb: 1.5, display: 'flex', gap: 2, alignItems: 'center' }} component="article">
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 600 }}>{sentence}</Typography>
        <Typography variant="body2" color="textSecondary">
          {title} ·{' '}
          <Link component={RouterLink} to={`/prices?file=${encodeURIComponent(file)}`}>
            {file}
          </Link>
        </Typography>
      </Box>
      {editable && onChange !== undefined && (
        <IconButton aria-label={`Change ${title}`} onClick={onChange}>
          <EditOutlined />
        </IconButton>
      )}
      {editable && onRemove !== undefined && (
        <IconButton aria-label={`Remove ${title}`} onClick={onRemove}>
          <DeleteOutlined />
        </IconButton>
      )}
    </Card>
  );
}
