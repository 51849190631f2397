import { previewSentence } from '../../../editing/previews/preview-sentence.js';
import type { Preview } from '../../../editing/previews/preview-stream.js';

/** What a change does, as the start of a sentence in a dialog. */
export function effectSentence(preview: Preview | undefined): string {
  if (preview === undefined) return 'The effect is not known yet';
  const sentence = previewSentence(preview);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
