import type { Request, Response } from 'express';
import type { Session } from '../../../../schemas/types/api.js';
import type { Actor } from '../../access/actor.js';
import { cookieOf, SESSION_COOKIE } from '../../access/gate.js';
import { acceptInvitation } from '../../access/people/invitations.js';
import type { Journey, OpenId } from '../../access/sign-in/open-id.js';
import { type NewSession, SESSION_LIFETIME, signIn, signInVouched, signOut } from '../../access/sign-in/sessions.js';
import { SignInWaits } from '../../access/sign-in/sign-in-waits.js';
import { DomainError } from '../../domain-error.js';
import { originOf } from '../origin.js';
import type { Services } from '../services.js';
import { signInLimit } from '../sign-in-limit.js';
import { answers, type Route } from './route.js';

const CALLBACK = '/v1/session/openid/callback';
const JOURNEY_COOKIE = 'ratecard_openid';
/** How long somebody may take at the provider, in seconds. */
const JOURNEY_SECONDS = 600;

/** Signing in and out, and taking up invitations. */
export function sessionRoutes(services: Services): readonly Route[] {
  const { context, gate, bodies, openId } = services;
  const limited = signInLimit();
  const waits = new SignInWaits(services.clock);
  const secure = services.secureCookies ? '; Secure' : '';
  const setCookie = (response: Response, name: string, value: string, seconds: number): void => {
    response.append('Set-Cookie', `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`);
  };
  const begin = (response: Response, { token }: NewSession): void =>
    setCookie(response, SESSION_COOKIE, token, SESSION_LIFETIME / 1000);

  return [
    answers('GET /v1/session', 'anybody', (_request, _response, actor) => sessionJson(actor, openId !== undefined)),
    answers('POST /v1/session', 'anybody', async (request, response) => {
      gate.requireOwnSite(request, false);
      await limited(request, response);
      const { email, password } = await bodies.read(request, 'SignIn');
      waits.begin(email, addressOf(request));
      const session = await signIn(context, email, password, addressOf(request));
      waits.succeeded(email, addressOf(request));
      begin(response, session);
      return { email: session.email };
    }),
    answers('DELETE /v1/session', 'signed_in', async (request, response, actor) => {
      const token = cookieOf(request.headers.cookie ?? '', SESSION_COOKIE);
      if (token !== undefined) await signOut(context, token, actor);
      setCookie(response, SESSION_COOKIE, '', 0);
      return undefined;
    }),
    answers('POST /v1/invitations/accept', 'anybody', async (request, response) => {
      gate.requireOwnSite(request, false);
      await limited(request, response);
      const accepted = await bodies.read(request, 'Acceptance');
      const email = await acceptInvitation(context, accepted);
      begin(response, await signIn(context, email, accepted.password, addressOf(request)));
      return { email };
    }),
    {
      operation: 'GET /v1/session/openid',
      access: 'anybody',
      handle: async (request, response) => {
        const { url, journey } = await configured(openId).start(originOf(request, services) + CALLBACK);
        const kept = Buffer.from(JSON.stringify(journey)).toString('base64url');
        setCookie(response, JOURNEY_COOKIE, kept, JOURNEY_SECONDS);
        response.redirect(url.href);
      },
    },
    {
      operation: `GET ${CALLBACK}`,
      access: 'anybody',
      handle: async (request, response) => {
        const provider = configured(openId);
        await limited(request, response);
        const journey = journeyOf(request);
        setCookie(response, JOURNEY_COOKIE, '', 0);
        const vouched = await provider.finish(new URL(request.originalUrl, originOf(request, services)), journey);
        begin(response, await signInVouched(context, vouched, provider.settings.newcomers, addressOf(request)));
        response.redirect('/');
      },
    },
  ];
}

/** Who one is, and what one may do: the console shows no more than that. */
function sessionJson({ kind, name, role, permissions }: Actor, openid: boolean): Session {
  return { signed_in: kind !== 'anonymous', kind, name, role, permissions: [...permissions], openid };
}

function configured(openId: OpenId | undefined): OpenId {
  if (openId !== undefined) return openId;
  throw new DomainError('not_found', 'OpenID Connect is not configured here: set OPENID_ISSUER');
}

function journeyOf(request: Request): Journey {
  const kept = cookieOf(request.headers.cookie ?? '', JOURNEY_COOKIE);
  try {
    const journey: unknown = JSON.parse(Buffer.from(kept ?? '', 'base64url').toString());
    // Of its own making, or not; a wrong one fails at the provider.
    if (typeof journey === 'object' && journey !== null) return journey as Journey;
  } catch {
    // No cookie, or not ours.
  }
  throw new DomainError('sign_in_failed', 'the sign-in took too long, or was begun in another browser: begin again');
}

function addressOf(request: Request): string {
  return request.ip ?? '';
}
