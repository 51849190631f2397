import { describe, expect, it } from 'vitest';
import { readSettings } from '../server/src/settings.js';

const read = (env: Record<string, string>) => readSettings(env);

describe('settings', () => {
  it('allow anonymous quotes on loopback alone, unless RATECARD_QUOTES is "open to the network"', () => {
    for (const HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
      expect(read({ HOST })).toMatchObject({ anonymousQuotes: 'this machine', local: true });
    }
    for (const HOST of ['0.0.0.0', '::', '10.0.0.1', 'prices.example.com']) {
      expect(read({ HOST })).toMatchObject({ anonymousQuotes: 'nobody', local: false });
      expect(read({ HOST, RATECARD_QUOTES: 'open' })).toContain('Write "open to the network" if that is meant');
      expect(read({ HOST, RATECARD_QUOTES: 'open to the network' })).toMatchObject({ anonymousQuotes: 'everybody' });
    }
    expect(read({ RATECARD_QUOTES: 'keys' })).toMatchObject({ anonymousQuotes: 'nobody' });
  });

  it('treat a server with a proxy or a public address as one that others can reach', () => {
    for (const env of [
      { RATECARD_PROXIES: '1' },
      { RATECARD_URL: 'https://prices.example.com' },
      { RATECARD_URL: 'https://localhost' },
      { RATECARD_URL: 'http://prices.internal:8080' },
    ]) {
      expect(read(env)).toMatchObject({ anonymousQuotes: 'nobody', local: false });
      expect(read({ ...env, RATECARD_QUOTES: 'open' })).toContain('Write "open to the network" if that is meant');
    }
    expect(read({ RATECARD_URL: 'http://localhost:3000' })).toMatchObject({ local: true });
    expect(read({ RATECARD_URL: 'https://Prices.Example.com:443/' })).toMatchObject({
      publicOrigin: 'https://prices.example.com',
    });
    expect(read({ RATECARD_HOSTS: 'A.svc, b,' })).toMatchObject({ hosts: ['a.svc', 'b'] });
    for (const hosts of ['http://a', 'a:80', 'a/b', 'a b']) {
      expect(read({ RATECARD_HOSTS: hosts })).toContain('write names without a scheme, port or path');
    }
  });

  it('choose the database by DATABASE_URL or else by RATECARD_DATA', () => {
    expect(read({})).toMatchObject({ store: { kind: 'sqlite', folder: './data' } });
    expect(read({ RATECARD_DATA: '/x' })).toMatchObject({ store: { kind: 'sqlite', folder: '/x' } });
    const url = 'postgresql://me@host/name';
    expect(read({ DATABASE_URL: url, RATECARD_DATA: '/x' })).toMatchObject({ store: { kind: 'postgres', url } });
  });

  it('record every quote for 30 days by default, and refuse an invalid share, time or size', () => {
    expect(read({})).toMatchObject({ recording: { share: 1, days: 30, megabytes: 1000 } });
    expect(read({ RATECARD_RECORD: '0.05', RATECARD_RECORD_DAYS: '7' })).toMatchObject({
      recording: { share: 0.05, days: 7 },
    });
    expect(read({ RATECARD_RECORD: '0' })).toMatchObject({ recording: { share: 0 } });
    for (const share of ['2', '-1', 'all', '10%'])
      expect(read({ RATECARD_RECORD: share })).toContain('a share from 0 to 1');
    for (const days of ['0', '-1', '1.5', 'x'])
      expect(read({ RATECARD_RECORD_DAYS: days })).toContain('a number of days');
    expect(read({ RATECARD_RECORD_MB: '50' })).toMatchObject({ recording: { megabytes: 50 } });
    for (const size of ['0', '-1', '1.5', '1GB'])
      expect(read({ RATECARD_RECORD_MB: size })).toContain('a number of megabytes');
  });

  it('limit the requests of API keys, and read a first key from a file', () => {
    expect(read({})).toMatchObject({ keyLimit: 600_000, bootstrap: undefined });
    expect(read({ RATECARD_KEY_LIMIT: '0' })).toMatchObject({ keyLimit: 0 });
    expect(read({ RATECARD_KEY_LIMIT: 'many' })).toContain('a number of requests in a minute');
    const file = { RATECARD_BOOTSTRAP_KEY_FILE: '/run/secrets/ratecard' };
    expect(read(file)).toMatchObject({ bootstrap: { file: '/run/secrets/ratecard', scopes: ['admin'] } });
    expect(read({ ...file, RATECARD_BOOTSTRAP_SCOPES: 'quote, publish' })).toMatchObject({
      bootstrap: { scopes: ['quote', 'publish'] },
    });
    expect(read({ ...file, RATECARD_BOOTSTRAP_SCOPES: 'king' })).toContain('write some of quote, read');
  });

  it('require all variables of OpenID Connect or none, and refuse invalid ones', () => {
    const openid = { OPENID_ISSUER: 'https://id.example.com', OPENID_CLIENT_ID: 'a', OPENID_CLIENT_SECRET: 'b' };
    expect(read(openid)).toMatchObject({ openId: { issuer: 'https://id.example.com', newcomers: undefined } });
    expect(read({ ...openid, OPENID_NEWCOMERS: 'viewer' })).toMatchObject({ openId: { newcomers: 'viewer' } });
    expect(read(openid)).toMatchObject({ openId: { trustEmail: false } });
    expect(read({ ...openid, OPENID_TRUST_EMAIL: 'yes' })).toMatchObject({ openId: { trustEmail: true } });
    for (const trust of ['1', 'true', 'YES', 'no']) {
      expect(read({ ...openid, OPENID_TRUST_EMAIL: trust })).toContain('write yes if');
    }
    expect(read({ ...openid, OPENID_NEWCOMERS: 'king' })).toContain('write a role');
    expect(read({ ...openid, OPENID_CLIENT_SECRET: '' })).toContain('needs OPENID_CLIENT_ID and');
    expect(read({ ...openid, HOST: '0.0.0.0' })).toContain('needs RATECARD_URL');
    expect(read({ ...openid, OPENID_ISSUER: 'id' })).toContain("write the provider's address");
  });
});
