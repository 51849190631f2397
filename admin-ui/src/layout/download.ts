import { send } from '../api/http.js';

/** Saves an answer of the API as a file, in the format that is asked for. */
export async function download(path: string, accept: string, name: string): Promise<void> {
  const blob = await (await send('GET', path, { accept })).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
