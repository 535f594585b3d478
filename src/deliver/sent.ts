/** What came of handing a message over. `permanent`: trying again would get the same answer. */
export type Handed = { accepted: true; response: string } | { accepted: false; permanent: boolean; response: string };

export const accepted = (response: string): Handed => ({ accepted: true, response: clean(response) });
export const refused = (response: string): Handed => ({ accepted: false, permanent: true, response: clean(response) });
export const failedForNow = (response: string): Handed => ({
  accepted: false,
  permanent: false,
  response: clean(response),
});

/** One line, of a length that a table bears. */
function clean(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim()
    .slice(0, 500);
}

/** Takes secrets out of what a server or a library said. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  let clear = text;
  for (const secret of secrets) {
    if (secret === undefined || secret.length < 4) continue;
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")])
      clear = clear.replaceAll(form, "***");
  }
  return clear;
}
