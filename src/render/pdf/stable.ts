import { createHash } from "node:crypto";

/**
 * Makes equal prints equal bytes, in place. Chromium writes the time of printing, and names its structure nodes after a
 * counter that goes on from document to document. Everything keeps its length, so every offset stays right.
 *
 * @param dataAsOf the instant written as the time of creation
 */
export function stabilise(pdf: Uint8Array, dataAsOf: Date): Buffer {
  const bytes = Buffer.from(pdf);
  const source = bytes.toString("latin1");
  const date = pdfDate(dataAsOf);
  for (const { index, 0: found } of source.matchAll(/\(D:\d{14}\+00'00'\)/g))
    if (found.length === date.length + 2) bytes.write(date, index + 1, "latin1");
  renameNodes(bytes, source);
  renameFile(bytes, source);
  return bytes;
}

const NODE = /\(node(\d{8})\)/g;
const LEAF = /\/Limits \[\(node\d{8}\) \(node\d{8}\)\]\s*\/Names \[((?:\(node\d{8}\) \d+ 0 R ?)+)\]/g;

/** Nodes are numbered in the order in which they stand in the file, and their index is sorted anew. */
function renameNodes(bytes: Buffer, source: string): void {
  const all = [...source.matchAll(NODE)];
  if (all.length === 0) return;
  const leaves = [...source.matchAll(LEAF)];
  const [leaf] = leaves;
  const owners = [...source.matchAll(/\/ID \(node(\d{8})\)/g)].map(([, id = ""]) => id);
  const byValue = all.map(([, id = ""]) => id).sort();
  // With several leaves the order of the index could not be kept at equal length: then the browser's order stays.
  const order = new Set(leaves.length === 1 ? [...owners, ...byValue] : byValue);
  const names = new Map([...order].map((id, rank) => [id, `(node${String(rank + 1).padStart(8, "0")})`]));
  for (const { index, 1: id = "" } of all) bytes.write(names.get(id) ?? "", index, "latin1");
  if (leaves.length !== 1 || leaf === undefined) return;

  const start = leaf.index;
  const [whole, list = ""] = leaf;
  const renamed = bytes.toString("latin1", start + whole.indexOf(list), start + whole.indexOf(list) + list.length);
  const pairs = [...renamed.matchAll(/\(node\d{8}\) \d+ 0 R/g)].map(([pair]) => pair).sort();
  const limits = [pairs[0], pairs.at(-1)].map((pair) => pair?.slice(0, "(node00000000)".length));
  bytes.write(`/Limits [${limits.join(" ")}]`, start, "latin1");
  bytes.write(pairs.join(" "), start + whole.indexOf(list), "latin1");
}

/** The file's identity follows from its content. */
function renameFile(bytes: Buffer, source: string): void {
  const id = /\/ID\s*\[\s*<[0-9A-Fa-f]{32}>\s*<[0-9A-Fa-f]{32}>/.exec(source);
  if (!id) return;
  const places = [...id[0].matchAll(/<[0-9A-Fa-f]{32}>/g)].map((place) => id.index + place.index + 1);
  for (const place of places) bytes.fill("0", place, place + 32, "latin1");
  const digest = createHash("md5").update(bytes).digest("hex").toUpperCase();
  for (const place of places) bytes.write(digest, place, "latin1");
}

/** `D:YYYYMMDDhhmmss+00'00'`. */
export function pdfDate(instant: Date): string {
  return `D:${instant.toISOString().replace(/\D/g, "").slice(0, 14)}+00'00'`;
}
