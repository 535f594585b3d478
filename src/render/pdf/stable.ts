import { createHash } from "node:crypto";

/**
 * Makes equal prints equal bytes, in place. Chromium writes the time of printing and numbers its structure nodes by a
 * counter that goes on from document to document; everything keeps its length, so every offset stays right.
 *
 * @param dataAsOf the instant written as the time of creation
 */
export function stabilise(pdf: Uint8Array, dataAsOf: Date): Buffer {
  const bytes = Buffer.from(pdf);
  const source = bytes.toString("latin1");
  const date = pdfDate(dataAsOf);
  for (const { index, 0: found } of source.matchAll(/\(D:\d{14}\+00'00'\)/g))
    if (found.length === date.length + 2) bytes.write(date, index + 1, "latin1");

  const nodes = [...source.matchAll(/\(node(\d{8})\)/g)];
  const ranks = new Map([...new Set(nodes.map(([, id = ""]) => id))].sort().map((id, rank) => [id, rank + 1]));
  for (const { index, 1: id = "" } of nodes) bytes.write(String(ranks.get(id)).padStart(8, "0"), index + 5, "latin1");

  const id = /\/ID\s*\[\s*<([0-9A-Fa-f]{32})>\s*<([0-9A-Fa-f]{32})>/.exec(source.slice(-1024));
  if (id) {
    const at = source.length - Math.min(1024, source.length) + id.index;
    const places = [...id[0].matchAll(/<[0-9A-Fa-f]{32}>/g)].map((place) => at + place.index + 1);
    for (const place of places) bytes.fill("0", place, place + 32, "latin1");
    const digest = createHash("md5").update(bytes).digest("hex").toUpperCase();
    for (const place of places) bytes.write(digest, place, "latin1");
  }
  return bytes;
}

/** `D:YYYYMMDDhhmmss+00'00'`. */
export function pdfDate(instant: Date): string {
  return `D:${instant.toISOString().replace(/\D/g, "").slice(0, 14)}+00'00'`;
}
