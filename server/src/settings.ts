const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What the environment configures. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly rulesFolder: string;
  readonly dataFolder: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/** Every variable with its default and what it is for, as `ratecard serve --help` lists them. */
export const VARIABLES = [
  { name: 'PORT', fallback: '3000', what: 'the port to listen on; 0 takes a free one' },
  { name: 'HOST', fallback: '127.0.0.1', what: 'the address to listen on' },
  { name: 'RATECARD_RULES', fallback: './rules', what: 'the folder with the price book' },
  { name: 'RATECARD_DATA', fallback: './data', what: 'the folder for what the server keeps (nothing yet)' },
  { name: 'LOG_LEVEL', fallback: 'info', what: LOG_LEVELS.join(', ') },
] as const;

/**
 * Reads the settings from the environment.
 *
 * @returns the settings, or one line that says which variable is wrong and what would be right
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings | string {
  const [PORT, HOST, RATECARD_RULES, RATECARD_DATA, LOG_LEVEL] = VARIABLES.map(
    ({ name, fallback }) => env[name] || fallback,
  );
  const port = Number(PORT);
  if (!/^\d+$/.test(PORT ?? '') || port > 65_535) return `PORT is "${PORT}": write a number from 0 to 65535`;
  const logLevel = LOG_LEVELS.find((level) => level === LOG_LEVEL);
  if (logLevel === undefined) return `LOG_LEVEL is "${LOG_LEVEL}": write one of ${LOG_LEVELS.join(', ')}`;
  return { port, host: HOST ?? '', rulesFolder: RATECARD_RULES ?? '', dataFolder: RATECARD_DATA ?? '', logLevel };
}
