import * as client from 'openid-client';
import { DomainError } from '../../domain-error.js';
import type { Role } from '../permissions.js';

/** How people sign in by OpenID Connect. */
export interface OpenIdSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The role of people who sign in for the first time; undefined: only people who were invited may. */
  readonly newcomers: Role | undefined;
  /** Whether every address that the provider gives is its own to give, also those that it does not call verified. */
  readonly trustEmail: boolean;
}

/** What a browser has to keep between being sent to the provider and coming back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Sign-in by an OpenID Connect provider: the authorization code flow with PKCE, by openid-client. */
export class OpenId {
  readonly settings: OpenIdSettings;
  #provider: Promise<client.Configuration> | undefined;

  constructor(settings: OpenIdSettings) {
    this.settings = settings;
  }

  /** Where to send the browser, and what it has to bring back. */
  async start(redirectUri: string): Promise<{ readonly url: URL; readonly journey: Journey }> {
    const provider = await this.#discover();
    const journey = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state: journey.state,
      nonce: journey.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
      code_challenge_method: 'S256',
    });
    return { url, journey };
  }

  /**
   * Who came back.
   *
   * @param url the address that the provider sent the browser to
   * @throws DomainError sign_in_failed when the provider does not say that the e-mail address is verified: anybody may give
   *   somebody else's address to a provider that does not check it
   */
  async finish(url: URL, journey: Journey): Promise<{ readonly email: string; readonly name: string }> {
    const provider = await this.#discover();
    try {
      const tokens = await client.authorizationCodeGrant(provider, url, {
        expectedState: journey.state,
        expectedNonce: journey.nonce,
        pkceCodeVerifier: journey.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new DomainError('sign_in_failed', 'the provider gave no ID token');
      // Some providers put only the subject into the token, and tell the rest when they are asked.
      const isWhole = claims['email'] !== undefined && claims['email_verified'] !== undefined;
      const told: Readonly<Record<string, unknown>> = isWhole
        ? claims
        : { ...claims, ...(await client.fetchUserInfo(provider, tokens.access_token, claims.sub)) };
      const { email, email_verified: verified, name } = told;
      if (typeof email !== 'string') throw new DomainError('sign_in_failed', 'the provider gave no e-mail address');
      if (verified !== true && !this.settings.trustEmail) {
        throw new DomainError(
          'sign_in_failed',
          `the provider does not say that ${email.slice(0, 200)} is verified (email_verified): have it verified there; where all addresses are the provider's own, an operator can set OPENID_TRUST_EMAIL=yes`,
        );
      }
      return { email, name: typeof name === 'string' && name !== '' ? name : email };
    } catch (error) {
      if (error instanceof DomainError) throw error;
      const said = error instanceof Error ? error.message : String(error);
      throw new DomainError('sign_in_failed', `the OpenID provider did not confirm the sign-in: ${said}`);
    }
  }

  /** Asks the provider for its addresses and keys; again, after it could not be reached. */
  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const url = new URL(issuer);
    const options = url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {};
    this.#provider ??= client.discovery(url, clientId, clientSecret, undefined, options);
    try {
      return await this.#provider;
    } catch (error) {
      this.#provider = undefined;
      const said = error instanceof Error ? error.message : String(error);
      throw new DomainError('sign_in_failed', `the OpenID provider at ${issuer} cannot be reached: ${said}`);
    }
  }
}
