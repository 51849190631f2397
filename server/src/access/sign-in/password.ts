import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** 32 MB and some 80 ms for each try. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;
const BYTES = 32;
/** Nobody has a longer one. */
const LONGEST = 200;

/** What is stored of a password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether the password is the one that was hashed. As slow when there is none, so that time tells nobody who exists. */
export async function checkPassword(password: string, hashed: string | null): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = (hashed ?? '').split('$');
  if (hashed === null || password.length > LONGEST) {
    await derive('', randomBytes(16), COST);
    return false;
  }
  const known = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) });
  return known.length === given.length && timingSafeEqual(known, given);
}

function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // NFC, so that the same letters typed on two machines are the same password.
    scrypt(password.normalize('NFC'), salt, BYTES, { ...cost, maxmem: 2 ** 27 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
