/**
 * An address as the log may have it: of its query only the names, since values may be private facts, such as a
 * customer's name, or codes by which somebody signs in.
 *
 * @example loggedUrl('/v1/prices?customer=acme&release=3') // '/v1/prices?customer=...&release=...'
 */
export function loggedUrl(url: string): string {
  const [path = '', ...rest] = url.split('?');
  if (rest.length === 0) return path;
  const names = rest
    .join('?')
    .split('&')
    .map((pair) => pair.split('=', 1)[0] ?? '');
  return `${path}?${names.map((name) => `${name}=...`).join('&')}`;
}
