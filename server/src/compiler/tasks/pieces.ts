/** How many characters go into one piece: few enough that passing it on takes well under a millisecond. */
const PIECE = 64 * 1024;

/** A long text in pieces of UTF-8, made as they are asked for. Each has memory of its own, so that it can be sent on. */
export function* pieces(parts: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for (const part of parts) {
    text += part;
    if (text.length < PIECE) continue;
    for (const piece of split(text)) yield encoder.encode(piece);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}

function* split(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    let end = Math.min(start + PIECE, text.length);
    // Never between the two halves of a character.
    if (end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end++;
    yield text.slice(start, end);
    start = end;
  }
}
