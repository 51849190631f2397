const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const NUMBER_LIKE =
  /^[-+]?(?:\.inf|\.nan|0x[\da-f_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*(?:,\d{3})*(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)$/i;
const BOOLEAN_LIKE = /^(?:yes|no|on|off|true|false)$/i;
const NULL_LIKE = /^(?:null|~)?$/i;

/** The most digits a number may have, before and after the point together. */
const MAX_DIGITS = 30;

export type PlainScalar =
  | { readonly ok: true; readonly value: string | number | boolean | null }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/**
 * Gives an unquoted YAML scalar its meaning. Rule sets are stricter than YAML, because a price must mean to a person
 * what it means to the program: `0o17`, `1e3`, `.5`, `007` and `yes` are errors that say what to write instead.
 *
 * @example readPlainScalar('33.6') // { ok: true, value: 33.6 }
 * @example readPlainScalar('yes')  // { ok: false, message: '`yes` could be text or a yes/no value', ... }
 */
export function readPlainScalar(text: string): PlainScalar {
  if (DECIMAL.test(text)) {
    if (text.replace(/[-.]/g, '').length > MAX_DIGITS) {
      return refuse(`the number has more than ${MAX_DIGITS} digits`, `write at most ${MAX_DIGITS} digits`);
    }
    return { ok: true, value: Number(text) };
  }
  if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' };
  if (text === 'null' || text === '~' || text === '') return { ok: true, value: null };
  if (NUMBER_LIKE.test(text)) {
    return refuse(
      `\`${text}\` is not a number as prices are written`,
      `${writeInstead(text)}quote it ("${text}") if text is meant`,
    );
  }
  if (BOOLEAN_LIKE.test(text)) {
    return refuse(`\`${text}\` could be text or a yes/no value`, `write true or false, or quote it: "${text}"`);
  }
  if (NULL_LIKE.test(text)) return refuse(`\`${text}\` could be text or nothing`, `write null, or quote it: "${text}"`);
  return { ok: true, value: text };
}

function refuse(message: string, hint: string): PlainScalar {
  return { ok: false, message, hint };
}

function writeInstead(text: string): string {
  const number = Number(text.replace(/[_,]/g, ''));
  if (!Number.isFinite(number) || Math.abs(number) >= 1e15 || (number !== 0 && Math.abs(number) < 1e-6)) {
    return 'write digits with a point, such as 12.5; ';
  }
  return `write ${number}; `;
}
