import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 bits, in letters that need no escapes anywhere. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret that is random: no salt is needed where there is nothing to guess. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
