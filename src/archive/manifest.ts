import { createHash } from "node:crypto";
import { z } from "zod";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const FiledFile = z.strictObject({ name: z.string(), sha256: Sha256, bytes: z.int().min(0) });
export type FiledFile = z.infer<typeof FiledFile>;

/** What an edition was made with; equal fingerprints and equal snapshots give equal bytes. */
export const MadeWith = z.strictObject({
  periodical: z.string().describe("Version of Periodical."),
  browser: z.string().describe("Browser that printed, e.g. `HeadlessChrome/153.0.7000.0`."),
  config: Sha256.describe("Of the whole configuration."),
  templates: Sha256.describe("Of every template, style sheet and message it was printed with."),
  fonts: Sha256.describe("Of the font files."),
});
export type MadeWith = z.infer<typeof MadeWith>;

const common = {
  schema: z.literal("periodical/manifest@1"),
  sequence: z.int().min(1).describe("Place in the archive's chain, from 1 without a gap."),
  previous: Sha256.nullable().describe("SHA-256 of the manifest before it in the chain; null for the first."),
  at: z.iso.datetime().describe("When it was filed, UTC."),
  by: z.string().describe("Who or what asked: a user, `schedule`."),
};

/** A filed revision. */
export const FiledManifest = z.strictObject({
  kind: z.literal("filed"),
  ...common,
  edition: z.strictObject({
    id: z.string().describe("`report/period/scope`, as the archive's folders are named."),
    report: z.string(),
    period: z.string(),
    scope: z.record(z.string(), z.string()),
    revision: z.int().min(1),
  }),
  reason: z.enum(["first", "restated", "forced"]),
  takenAt: z.string().describe("When the figures were taken from the warehouse, ISO UTC."),
  figures: z.int().min(0).describe("Figures the document prints or rests on."),
  madeWith: MadeWith,
  files: z.array(FiledFile),
  staged: z.string().describe("Where the files lay until the chain had this entry."),
});
export type FiledManifest = z.infer<typeof FiledManifest>;

/** A tombstone: the files of a revision were removed by rule; its manifest stays. */
export const PrunedManifest = z.strictObject({
  kind: z.literal("pruned"),
  ...common,
  of: z.int().min(1).describe("Sequence of the revision that was removed."),
  edition: z.strictObject({ id: z.string(), revision: z.int().min(1) }),
  rule: z.string().describe("Why: the retention that was in force."),
});
export type PrunedManifest = z.infer<typeof PrunedManifest>;

export const Manifest = z.discriminatedUnion("kind", [FiledManifest, PrunedManifest]);
export type Manifest = z.infer<typeof Manifest>;

/** Name of the manifest beside the documents; the same bytes are an entry of the chain. */
export const MANIFEST = "manifest.json";

/** One text for one manifest: what is hashed is what is stored. */
export const manifestBytes = (manifest: Manifest): Buffer => Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);

export const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** `after-sales-monthly/2026-10/all` and 2 → `after-sales-monthly/2026-10/all/r2`. */
export const revisionPath = ({ id, revision }: { id: string; revision: number }): string => `${id}/r${revision}`;
