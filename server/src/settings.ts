import { type AnonymousQuotes, isLoopbackName } from './access/asked-from.js';
import type { BootstrapSettings } from './access/keys/bootstrap-key.js';
import { isRole, isScope, SCOPES } from './access/permissions.js';
import type { OpenIdSettings } from './access/sign-in/open-id.js';
import type { RecorderSettings } from './recording/quote-recorder.js';
import type { StoreLocation } from './store/store.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** What RATECARD_QUOTES may say. The last is as long as it is so that nobody says it unawares. */
const QUOTES = ['keys', 'open', 'open to the network'] as const;

/** What the environment configures. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly rulesFolder: string;
  readonly store: StoreLocation;
  /** The folder of what a server keeps for itself, also where the database is elsewhere. */
  readonly dataFolder: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly anonymousQuotes: AnonymousQuotes;
  /** Whether only this machine can reach the server: it listens on loopback, and no proxy stands before it. */
  readonly local: boolean;
  readonly publicOrigin: string | undefined;
  /** More names than its own that the server is known by, in lower case. */
  readonly hosts: readonly string[];
  /** How many proxies stand before the server. */
  readonly proxies: number;
  readonly openId: OpenIdSettings | undefined;
  /** The operator's first key. */
  readonly bootstrap: BootstrapSettings | undefined;
  /** How many requests a key may send in a minute; 0: any number. */
  readonly keyLimit: number;
  readonly recording: RecorderSettings;
  /** How long new connections are accepted after SIGTERM, in milliseconds. */
  readonly drain: number;
}

/** Every variable with its default and what it is for, as `ratecard serve --help` lists them. */
export const VARIABLES = [
  { name: 'PORT', fallback: '3000', what: 'the port to listen on; 0 takes a free one' },
  { name: 'HOST', fallback: '127.0.0.1', what: 'the address to listen on' },
  {
    name: 'RATECARD_DATA',
    fallback: './data',
    what: "the folder of the SQLite database, of the first admin's link, and of a snapshot for a start without PostgreSQL",
  },
  { name: 'DATABASE_URL', fallback: '', what: 'a PostgreSQL database instead: postgres://user:password@host/name' },
  { name: 'RATECARD_RULES', fallback: './rules', what: 'the price book that an empty database starts with' },
  {
    name: 'RATECARD_QUOTES',
    fallback: '',
    what: `who may ask for quotes: ${QUOTES.join(', ')} (open to this machine where only it can ask, else keys)`,
  },
  { name: 'RATECARD_URL', fallback: '', what: 'the address that people open, such as https://prices.example.com' },
  {
    name: 'RATECARD_HOSTS',
    fallback: '',
    what: 'more names that it is asked by, with commas between them, such as ratecard.prices.svc; others get 421',
  },
  { name: 'RATECARD_PROXIES', fallback: '0', what: 'how many proxies stand before the server' },
  {
    name: 'RATECARD_KEY_LIMIT',
    fallback: '600000',
    what: 'how many requests an API key may send in a minute, to each server; 0: any number',
  },
  {
    name: 'RATECARD_BOOTSTRAP_KEY_FILE',
    fallback: '',
    what: 'a file whose content is a first API key, 32 characters or more; read at each start, another content replaces it',
  },
  { name: 'RATECARD_BOOTSTRAP_SCOPES', fallback: 'admin', what: 'the scopes of that key, with commas between them' },
  { name: 'RATECARD_RECORD', fallback: '1', what: 'the share of quotes that is recorded for previews, from 0 to 1' },
  { name: 'RATECARD_RECORD_DAYS', fallback: '30', what: 'for how many days recorded quotes are kept' },
  {
    name: 'RATECARD_RECORD_MB',
    fallback: '1000',
    what: 'how many megabytes recorded quotes may take; the oldest are deleted first',
  },
  {
    name: 'RATECARD_DRAIN',
    fallback: '5',
    what: 'for how many seconds after SIGTERM new connections are still accepted, while /readyz says 503',
  },
  { name: 'OPENID_ISSUER', fallback: '', what: 'sign in by OpenID Connect: the provider' },
  { name: 'OPENID_CLIENT_ID', fallback: '', what: 'the client that the provider knows this server as' },
  { name: 'OPENID_CLIENT_SECRET', fallback: '', what: 'and its secret' },
  {
    name: 'OPENID_NEWCOMERS',
    fallback: '',
    what: 'the role given to new people who sign in; without it, only invited people can sign in',
  },
  {
    name: 'OPENID_TRUST_EMAIL',
    fallback: '',
    what: "yes: the provider's addresses are its own, so those that it does not call verified count too",
  },
  { name: 'LOG_LEVEL', fallback: 'info', what: LOG_LEVELS.join(', ') },
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from the environment.
 *
 * @returns the settings, or one line that says which variable is wrong and what would be right
 */
export function readSettings(env: Environment): Settings | string {
  const values = new Map(VARIABLES.map(({ name, fallback }) => [name, env[name] || fallback]));
  const get = (name: (typeof VARIABLES)[number]['name']): string => values.get(name) ?? '';
  const port = Number(get('PORT'));
  if (!/^\d+$/.test(get('PORT')) || port > 65_535) return `PORT is "${get('PORT')}": write a number from 0 to 65535`;
  const logLevel = LOG_LEVELS.find((level) => level === get('LOG_LEVEL'));
  if (logLevel === undefined) return `LOG_LEVEL is "${get('LOG_LEVEL')}": write one of ${LOG_LEVELS.join(', ')}`;
  const proxies = Number(get('RATECARD_PROXIES'));
  if (!/^\d$/.test(get('RATECARD_PROXIES'))) return `RATECARD_PROXIES is "${get('RATECARD_PROXIES')}": write a number`;
  const publicOrigin = readOrigin(get('RATECARD_URL'));
  if (publicOrigin === null) {
    return `RATECARD_URL is "${get('RATECARD_URL')}": write an address without a path, such as https://prices.example.com`;
  }
  const host = get('HOST');
  const reach = reachOf(host, proxies, publicOrigin);
  const anonymousQuotes = readQuotes(get('RATECARD_QUOTES'), reach);
  if (typeof anonymousQuotes === 'object') return anonymousQuotes.wrong;
  const hosts = readHosts(get('RATECARD_HOSTS'));
  if (typeof hosts === 'string') return hosts;
  const openId = readOpenId(get('OPENID_ISSUER'), env, reach === undefined || publicOrigin !== undefined);
  if (typeof openId === 'string') return openId;
  const store = readStoreLocation(env);
  if (typeof store === 'string') return store;
  const recording = readRecording(get('RATECARD_RECORD'), get('RATECARD_RECORD_DAYS'), get('RATECARD_RECORD_MB'));
  if (typeof recording === 'string') return recording;
  const bootstrap = readBootstrap(get('RATECARD_BOOTSTRAP_KEY_FILE'), get('RATECARD_BOOTSTRAP_SCOPES'));
  if (typeof bootstrap === 'string') return bootstrap;
  const keyLimit = get('RATECARD_KEY_LIMIT');
  if (!/^\d{1,9}$/.test(keyLimit)) {
    return `RATECARD_KEY_LIMIT is "${keyLimit}": write a number of requests in a minute, such as 600000, or 0 for any number`;
  }
  const drain = get('RATECARD_DRAIN');
  if (!/^\d{1,3}(\.\d+)?$/.test(drain)) return `RATECARD_DRAIN is "${drain}": write a number of seconds, such as 5`;
  return {
    port,
    host,
    rulesFolder: get('RATECARD_RULES'),
    store,
    dataFolder: get('RATECARD_DATA'),
    logLevel,
    anonymousQuotes,
    local: reach === undefined,
    publicOrigin,
    hosts,
    proxies,
    openId,
    bootstrap,
    keyLimit: Number(keyLimit),
    recording,
    drain: Number(drain) * 1000,
  };
}

function readBootstrap(file: string, scopes: string): BootstrapSettings | undefined | string {
  if (file === '') return undefined;
  const named = [...new Set(scopes.split(',').map((scope) => scope.trim()))];
  const known = named.filter(isScope);
  if (known.length === named.length) return { file, scopes: known };
  return `RATECARD_BOOTSTRAP_SCOPES is "${scopes}": write some of ${SCOPES.join(', ')}, with commas between them`;
}

/** Where the database is. */
export function readStoreLocation(env: Environment): StoreLocation | string {
  const url = env['DATABASE_URL'];
  if (!url) return { kind: 'sqlite', folder: env['RATECARD_DATA'] || './data' };
  if (/^postgres(?:ql)?:\/\//.test(url)) return { kind: 'postgres', url };
  return 'DATABASE_URL is not an address of PostgreSQL: write postgres://user:password@host/name';
}

/** By which setting others than this machine can reach the server; undefined when none can. */
function reachOf(host: string, proxies: number, publicOrigin: string | undefined): string | undefined {
  if (!isLoopbackName(host)) return `HOST is ${host}`;
  if (proxies > 0) return `RATECARD_PROXIES is ${proxies}`;
  if (publicOrigin === undefined) return undefined;
  const { protocol, hostname } = new URL(publicOrigin);
  return protocol === 'https:' || !isLoopbackName(hostname) ? `RATECARD_URL is ${publicOrigin}` : undefined;
}

/** A server that anybody on a network can ask is never started by accident. */
function readQuotes(said: string, reach: string | undefined): AnonymousQuotes | { readonly wrong: string } {
  const local = reach === undefined;
  const quotes = said === '' ? (local ? 'open' : 'keys') : QUOTES.find((one) => one === said);
  switch (quotes) {
    case undefined:
      return { wrong: `RATECARD_QUOTES is "${said}": write one of ${QUOTES.join(', ')}` };
    case 'keys':
      return 'nobody';
    case 'open to the network':
      return 'everybody';
    case 'open':
      if (local) return 'this machine';
      return {
        wrong: `RATECARD_QUOTES is "open" while ${reach}: anybody who reaches it could ask for quotes. Write "open to the network" if that is meant`,
      };
  }
}

function readHosts(text: string): readonly string[] | string {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  const named = hosts.filter((host) => host !== '');
  const wrong = named.find((host) => !/^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/.test(host));
  if (wrong === undefined) return named;
  return `RATECARD_HOSTS has "${wrong}": write names without a scheme, port or path, such as ratecard.prices.svc, with commas between them`;
}

function readRecording(share: string, days: string, megabytes: string): RecorderSettings | string {
  if (!/^(0|1|0?\.\d+|1\.0+)$/.test(share))
    return `RATECARD_RECORD is "${share}": write a share from 0 to 1, such as 0.1`;
  if (!/^[1-9]\d{0,3}$/.test(days)) return `RATECARD_RECORD_DAYS is "${days}": write a number of days from 1 to 9999`;
  if (!/^[1-9]\d{0,6}$/.test(megabytes))
    return `RATECARD_RECORD_MB is "${megabytes}": write a number of megabytes from 1 to 9999999`;
  return { share: Number(share), days: Number(days), megabytes: Number(megabytes) };
}

function readOrigin(text: string): string | undefined | null {
  if (text === '') return undefined;
  const match = /^https?:\/\/[^/?#\s]+\/?$/.exec(text);
  return match === null || !URL.canParse(text) ? null : new URL(text).origin;
}

function readOpenId(issuer: string, env: Environment, reachable: boolean): OpenIdSettings | undefined | string {
  if (issuer === '') return undefined;
  if (!/^https?:\/\/\S+$/.test(issuer)) return `OPENID_ISSUER is "${issuer}": write the provider's address`;
  if (!reachable) return 'OPENID_ISSUER needs RATECARD_URL: the provider sends people back to it';
  const { OPENID_CLIENT_ID: clientId, OPENID_CLIENT_SECRET: clientSecret, OPENID_NEWCOMERS: newcomers } = env;
  if (!clientId || !clientSecret) return 'OPENID_ISSUER needs OPENID_CLIENT_ID and OPENID_CLIENT_SECRET';
  if (newcomers && !isRole(newcomers)) return `OPENID_NEWCOMERS is "${newcomers}": write a role, such as viewer`;
  const { OPENID_TRUST_EMAIL: trust } = env;
  if (trust && trust !== 'yes') {
    return `OPENID_TRUST_EMAIL is "${trust}": write yes if every address that the provider gives is its own, else nothing`;
  }
  return {
    issuer,
    clientId,
    clientSecret,
    newcomers: newcomers && isRole(newcomers) ? newcomers : undefined,
    trustEmail: trust === 'yes',
  };
}
