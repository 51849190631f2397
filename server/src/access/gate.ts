import { DomainError } from '../domain-error.js';
import type { AccessContext } from './access-context.js';
import type { Actor } from './actor.js';
import { type AnonymousQuotes, isFromThisMachine, type Origination } from './asked-from.js';
import type { KnownKeys } from './keys/known-keys.js';
import type { Permission } from './permissions.js';
import { personOfSession } from './sign-in/sessions.js';

/** The cookie that holds a session's token. */
export const SESSION_COOKIE = 'ratecard_session';

/** What of a request says who asks. */
export interface Credentials extends Origination {
  readonly method?: string | undefined;
  readonly headers: Origination['headers'] & {
    readonly authorization?: string | undefined;
    readonly cookie?: string | undefined;
    readonly origin?: string | undefined;
  };
}

export interface GateSettings {
  readonly anonymousQuotes: AnonymousQuotes;
  /** Whether only this machine can reach the server. */
  readonly local: boolean;
  /** The address that people open the console at, when it is not the one that requests name as their host. */
  readonly publicOrigin: string | undefined;
}

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Somebody who has not signed in and sends no key. */
function anonymous(permissions: readonly Permission[]): Actor {
  return { kind: 'anonymous', name: 'anonymous', role: 'not signed in', permissions: new Set(permissions) };
}
const STRANGER = anonymous([]);
const ASKER = anonymous(['quote']);

/** Finds out who asks: a key, a session, or nobody. */
export class Gate {
  readonly #context: AccessContext;
  readonly #keys: KnownKeys;
  readonly #settings: GateSettings;

  constructor(context: AccessContext, keys: KnownKeys, settings: GateSettings) {
    this.#context = context;
    this.#keys = keys;
    this.#settings = settings;
  }

  /**
   * Who asks. At once for keys and for nobody; sessions are looked up.
   *
   * @throws DomainError sign_in_required for a key that is not good, cross_site for a cookie that another site has sent
   */
  actorOf(request: Credentials): Actor | Promise<Actor> {
    const { authorization, cookie } = request.headers;
    if (authorization !== undefined) return this.#byKey(authorization);
    const token = cookie === undefined ? undefined : cookieOf(cookie, SESSION_COOKIE);
    if (token === undefined) return this.#anonymous(request);
    if (!SAFE.has(request.method ?? '')) this.requireOwnSite(request, true);
    return personOfSession(this.#context, token).then((person) => person ?? this.#anonymous(request));
  }

  /**
   * Refuses what another site makes a browser send: browsers say where a request comes from.
   *
   * @param always whether a request that does not say is refused too, as one with a cookie is
   */
  requireOwnSite({ headers: { origin, host } }: Credentials, always: boolean): void {
    if (origin === undefined && !always) return;
    if (origin !== undefined && this.#ownOrigins(host).includes(origin)) return;
    const said = origin === undefined ? 'does not say its origin' : `comes from ${origin.slice(0, 100)}`;
    throw new DomainError(
      'cross_site',
      `the request ${said}: with a session, only this site's own pages may change anything`,
    );
  }

  /** Where this site's own pages come from. The host is one that the server is known by, or the request was refused. */
  #ownOrigins(host: string | undefined): readonly string[] {
    const { publicOrigin, local } = this.#settings;
    if (local) return [`http://${host}`];
    if (publicOrigin === undefined) return [`http://${host}`, `https://${host}`];
    // A page that came over http may be anybody's where people use https.
    return [publicOrigin, `${publicOrigin.startsWith('https:') ? 'https' : 'http'}://${host}`];
  }

  #anonymous(request: Credentials): Actor {
    switch (this.#settings.anonymousQuotes) {
      case 'nobody':
        return STRANGER;
      case 'this machine':
        return isFromThisMachine(request) ? ASKER : STRANGER;
      case 'everybody':
        return ASKER;
    }
  }

  #byKey(authorization: string): Actor {
    const match = /^Bearer +(\S+)$/i.exec(authorization);
    if (match === null) throw new DomainError('sign_in_required', 'write the header as Authorization: Bearer rck_...');
    const actor = this.#keys.actorOf(match[1] ?? '');
    if (actor === undefined && this.#context.store.state.kind === 'away') {
      // It may have been made since, on another server: who asks cannot be told, which is not their fault.
      throw new DomainError(
        'database_away',
        'the API key is not known here, and the database that may know it is away',
      );
    }
    if (actor === undefined) throw new DomainError('sign_in_required', 'the API key is not known, or was revoked');
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
