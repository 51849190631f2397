/** What `ratecard prices` can print: the printed tables as Markdown, CSV, or JSON. */
export const FORMATS = ['md', 'csv', 'json'] as const;

export type Format = (typeof FORMATS)[number];
