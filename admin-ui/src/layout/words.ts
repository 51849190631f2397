import type { ChangeState, Facts, FactValue } from '../../../schemas/types/api.js';

/** `in_review` as `In review`. */
export function sentenceCase(name: string): string {
  const words = name.replaceAll(/[_.]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1234.5` as `1,234.5`, digit by digit. */
export function groupDigits(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Facts as people say them: `duration 15, audio, batch 4`. */
export function factWords(facts: Facts): string {
  return Object.entries(facts)
    .map(([name, value]) => factWord(name, value))
    .join(', ');
}

function factWord(name: string, value: FactValue): string {
  const shown = name.replaceAll('_', ' ');
  if (value === true) return shown;
  return value === false ? `no ${shown}` : `${shown} ${value}`;
}

/** `3 prices`, `1 price`. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${many.toLocaleString('en')} ${many === 1 ? one : more}`;
}

/** An instant where the reader is, with its zone. */
export function shownInstant(instant: string): string {
  return new Date(instant).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
}

export const STATE_COLORS: Readonly<
  Record<ChangeState, 'default' | 'info' | 'success' | 'warning' | 'error' | 'primary'>
> = {
  draft: 'default',
  in_review: 'primary',
  approved: 'success',
  scheduled: 'success',
  published: 'success',
  rejected: 'warning',
  withdrawn: 'default',
};
