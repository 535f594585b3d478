/** Bytes of a content stream, read token by token without making a value of each: pages hold some ten thousand. */

const LESS = 60;
const GREATER = 62;
const SLASH = 47;

/** An operator's name as one number, so that none has to be made a text. */
export function operatorCode(name: string): number {
  let code = 0;
  for (let i = 0; i < name.length; i += 1) code = code * 256 + name.charCodeAt(i);
  return code;
}

export const isLetter = (byte: number) =>
  (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 39 || byte === 34;

export const isNumeric = (byte: number) => (byte >= 48 && byte <= 57) || byte === 45 || byte === 46 || byte === 43;

export function skipBlank(bytes: Uint8Array, position: number): number {
  let at = position;
  while (at < bytes.length && (bytes[at] as number) <= 32) at += 1;
  return at;
}

/** End of an operator that begins at `at`. */
export function operatorEnd(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] as number;
    // `*` and digits occur in names such as f* and d1.
    if (!isLetter(byte) && byte !== 42 && !(byte >= 48 && byte <= 57)) break;
  }
  return end;
}

/** End of an operand that is not a number: name, string, array or dictionary. */
export function operandEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === SLASH) return nameEnd(bytes, at);
  if (first === 40) return literalEnd(bytes, at);
  if (first === LESS && bytes[at + 1] !== LESS) return bytes.indexOf(GREATER, at) + 1 || bytes.length;
  return groupEnd(bytes, at);
}

function nameEnd(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  for (; end < bytes.length; end += 1) {
    const byte = bytes[end] as number;
    if (byte <= 32 || byte === SLASH || byte === LESS || byte === GREATER || byte === 91 || byte === 93 || byte === 40)
      break;
  }
  return end;
}

function literalEnd(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let end = at; end < bytes.length; end += 1) {
    const byte = bytes[end];
    if (byte === 92) end += 1;
    else if (byte === 40) depth += 1;
    else if (byte === 41 && --depth === 0) return end + 1;
  }
  return bytes.length;
}

/** An array or dictionary, whatever is nested in it. */
function groupEnd(bytes: Uint8Array, at: number): number {
  let depth = 0;
  for (let end = at; end < bytes.length; end += 1) {
    const byte = bytes[end];
    if (byte === 40) end = literalEnd(bytes, end) - 1;
    else if (byte === 91) depth += 1;
    else if (byte === LESS) {
      if (bytes[end + 1] === LESS) {
        depth += 1;
        end += 1;
      } else end = bytes.indexOf(GREATER, end);
    } else if (byte === GREATER) {
      depth -= 1;
      end += 1;
    } else if (byte === 93) depth -= 1;
    if (depth === 0) return end + 1;
  }
  return bytes.length;
}

/** A number that begins at `at`, without exponent as everywhere in a PDF. */
export function readNumber(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  let scale = 0;
  let sign = 1;
  for (let i = at; i < end; i += 1) {
    const byte = bytes[i] as number;
    if (byte === 45) sign = -1;
    else if (byte === 46) scale = 1;
    else if (byte >= 48 && byte <= 57) {
      value = value * 10 + (byte - 48);
      scale *= 10;
    }
  }
  return (sign * value) / (scale || 1);
}

export function numberEnd(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  while (end < bytes.length && isNumeric(bytes[end] as number)) end += 1;
  return end;
}

/** Value of a hexadecimal digit; 0 for anything else. */
export function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  if (byte >= 65 && byte <= 70) return byte - 55;
  return byte >= 97 && byte <= 102 ? byte - 87 : 0;
}
