/** Who may ask for quotes without saying who they are. */
export type AnonymousQuotes = 'nobody' | 'this machine' | 'everybody';

/** What of a request says where it comes from. */
export interface Origination {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: {
    readonly host?: string | undefined;
    readonly forwarded?: string | undefined;
    readonly 'x-forwarded-for'?: string | readonly string[] | undefined;
  };
}

/** @param name a host without its port; IPv6 addresses with or without brackets */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || isLoopbackAddress(name);
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/.test(address);
}

/** The name in a Host header, in lower case and without the port. */
export function hostName(header: string): string {
  const port = /:\d*$/.exec(header);
  return (port === null ? header : header.slice(0, port.index)).toLowerCase();
}

/**
 * Whether somebody on this machine asks: from a loopback address, by a loopback name, and not on behalf of anybody else.
 * A page of another site that a browser on this machine shows does not pass, since it asks by that site's name.
 */
export function isFromThisMachine({ socket, headers }: Origination): boolean {
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) return false;
  if (!isLoopbackAddress(socket.remoteAddress ?? '')) return false;
  return headers.host !== undefined && isLoopbackName(hostName(headers.host));
}
