/** COPY's text format: fields separated by tabs, `\N` for no value. */
export const COPY_NULL = "\\N";

const SPECIAL = /[\\\n\r\t\0]/;
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Escapes a text for COPY; most texts need nothing and are returned as they are.
 *
 * @returns null for a text with a NUL character, which PostgreSQL cannot store
 */
export function copyText(text: string): string | null {
  if (!SPECIAL.test(text)) return text;
  return text.includes("\0") ? null : text.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}
