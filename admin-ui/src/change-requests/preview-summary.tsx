import { Alert, Box, Card, LinearProgress, Typography } from '@mui/material';
import { previewSentence } from '../editing/previews/preview-sentence.js';
import type { ShownPreview } from '../editing/previews/use-preview.js';
import { Waiting } from '../layout/waiting.js';

/** What a change does in a sentence, and the groups in which its prices change. */
export function PreviewSummary({ preview }: { readonly preview: ShownPreview | undefined }) {
  if (preview === undefined) return <Waiting label="Calculating the effect of the change" />;
  const { failure, problems, prices, progress, complete } = preview;
  const groups = prices?.summary.groups ?? [];
  const sentence = previewSentence(preview);
  return (
    <Card variant="outlined" sx={{ p: 2, mb: 2 }} component="section" aria-label="Effect of the change">
      {failure !== undefined && <Alert severity="error">{failure}</Alert>}
      <Typography sx={{ fontWeight: 600 }} data-complete={complete} data-testid="summary">
        {sentence.charAt(0).toUpperCase() + sentence.slice(1)}.
      </Typography>
      {problems?.map(({ file, line, message, hint }) => (
        <Alert key={`${file}:${line}:${message}`} severity="error" sx={{ mt: 1 }}>
          {file}:{line}: {message}
          {hint === undefined ? '' : ` → ${hint}`}
        </Alert>
      ))}
      {groups.length > 0 && (
        <Box component="ul" sx={{ my: 0.5, pl: 3 }}>
          {groups.slice(0, 8).map(({ title }) => (
            <li key={title}>{title}</li>
          ))}
          {groups.length > 8 && <li>and {groups.length - 8} more groups</li>}
        </Box>
      )}
      {!complete && progress !== undefined && progress.of > 0 && (
        <LinearProgress
          variant="determinate"
          value={(100 * progress.done) / progress.of}
          aria-label="Last month's quotes are asked again"
        />
      )}
    </Card>
  );
}
