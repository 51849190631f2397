import { Refused } from '../refused.js';
import type { Actor } from './actor.js';
import type { KnownKeys } from './api-keys.js';
import type { Permission } from './permissions.js';
import type { Premises } from './premises.js';
import { personOfSession } from './sessions.js';

/** The cookie that holds a session's token. */
export const SESSION_COOKIE = 'ratecard_session';

/** What of a request says who asks. */
export interface Credentials {
  readonly method?: string | undefined;
  readonly headers: {
    readonly authorization?: string | undefined;
    readonly cookie?: string | undefined;
    readonly origin?: string | undefined;
    readonly host?: string | undefined;
  };
}

export interface GateSettings {
  /** Whether anybody may ask for quotes. */
  readonly openQuotes: boolean;
  /** The address that people open the console at, when it is not the one that requests name as their host. */
  readonly publicOrigin: string | undefined;
}

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Finds out who asks: a key, a session, or nobody. */
export class Gate {
  readonly #premises: Premises;
  readonly #keys: KnownKeys;
  readonly #settings: GateSettings;
  readonly #anybody: Actor;

  constructor(premises: Premises, keys: KnownKeys, settings: GateSettings) {
    this.#premises = premises;
    this.#keys = keys;
    this.#settings = settings;
    const permissions: readonly Permission[] = settings.openQuotes ? ['quote'] : [];
    this.#anybody = { kind: 'anonymous', name: 'anonymous', role: 'not signed in', permissions: new Set(permissions) };
  }

  /**
   * Who asks. At once for keys and for nobody; sessions are looked up.
   *
   * @throws Refused sign_in_required for a key that is not good, cross_site for a cookie that another site has sent
   */
  actorOf(request: Credentials): Actor | Promise<Actor> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return this.#byKey(authorization);
    const token = cookie === undefined ? undefined : cookieOf(cookie, SESSION_COOKIE);
    if (token === undefined) return this.#anybody;
    if (!SAFE.has(request.method ?? '')) this.demandOwnSite(request, true);
    return personOfSession(this.#premises, token).then((person) => person ?? this.#anybody);
  }

  /**
   * Refuses what another site makes a browser send: browsers say where a request comes from.
   *
   * @param always whether a request that does not say is refused too, as one with a cookie is
   */
  demandOwnSite({ headers: { origin, host } }: Credentials, always: boolean): void {
    if (origin === undefined && !always) return;
    const own = [this.#settings.publicOrigin, `http://${host}`, `https://${host}`];
    if (origin !== undefined && own.includes(origin)) return;
    const said = origin === undefined ? 'does not say its origin' : `comes from ${origin.slice(0, 100)}`;
    throw new Refused(
      'cross_site',
      `the request ${said}: with a session, only this site's own pages may change anything`,
    );
  }

  #byKey(authorization: string): Actor {
    const match = /^Bearer +(\S+)$/i.exec(authorization);
    if (match === null) throw new Refused('sign_in_required', 'write the header as Authorization: Bearer rck_...');
    const actor = this.#keys.actorOf(match[1] ?? '');
    if (actor === undefined) throw new Refused('sign_in_required', 'the API key is not known, or was revoked');
    return actor;
  }
}

/** A cookie's value out of a Cookie header. */
export function cookieOf(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=');
    if (part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
