import { useQuery } from '@tanstack/react-query';
import { readText } from '../api/http.js';
import { filePath, type Subject, subjectKey } from '../book/use-tables.js';

/** The text of a file as the server has it. The text of the previous revision stays until this one is read. */
export function useFileText(subject: Subject, file: string) {
  return useQuery({
    queryKey: ['text', ...subjectKey(subject), file],
    queryFn: async () => (await readText(filePath(subject, file))) ?? '',
    placeholderData: (last, query) => (query?.queryKey.at(-1) === file ? last : undefined),
    retry: false,
  });
}
