import type { FiledManifest } from "../archive/manifest.ts";
import type { Verification } from "../archive/verify.ts";
import type { FigureChange } from "../compose/figure-change.ts";
import type { MadeAgain } from "../regenerate.ts";
import { textTable } from "./text-table.ts";

const WHAT: Readonly<Record<MadeAgain["differs"][number]["what"], string>> = {
  periodical: "Periodical",
  browser: "the browser",
  config: "the configuration",
  templates: "templates or messages",
  fonts: "the fonts",
};

/** What making an edition again as filed came to, for a terminal. */
export function asFiledText({ id, revision, folder, files, differs }: MadeAgain): string {
  const other = files.filter(({ same }) => !same);
  const head =
    other.length === 0
      ? `${id}, revision ${revision}: every document is byte for byte as filed.`
      : `${id}, revision ${revision}: ${other.length} of ${files.length} documents differ from what was filed: ${other.map(({ name }) => name).join(", ")}.`;
  const why = differs.map(({ what, filed, now }) => `  ${WHAT[what]}: ${short(filed)} then, ${short(now)} now`);
  const cause =
    why.length > 0
      ? ["Not as it was then:", ...why]
      : other.length > 0
        ? ["Nothing is known that would explain it."]
        : [];
  return [head, ...cause, folder].join("\n");
}

const short = (value: string): string => (/^[0-9a-f]{64}$/.test(value) ? `${value.slice(0, 12)}…` : value);

/** What restating an edition came to. */
export function changesText({
  filed,
  changes,
}: {
  filed: { id: string; revision: number } | null;
  changes: readonly FigureChange[];
}): string {
  if (filed === null) return "Every figure is as filed; no new revision.";
  const head = `${filed.id} is filed as revision ${filed.revision}: ${changes.length} figures differ.`;
  return changes.length === 0 ? `${head}` : `${head}\n\n${changesTable(changes)}`;
}

/** One line a figure: before, now, why. */
export function changesTable(changes: readonly FigureChange[]): string {
  return textTable([
    ["figure", "before", "now", "cause"],
    ...changes.map(({ id, before, now, cause }) => [id, before?.text ?? "–", now?.text ?? "–", cause]),
  ]);
}

/** The archive's revisions, one a line. */
export function manifestsTable(manifests: readonly FiledManifest[], pruned: ReadonlySet<number>): string {
  if (manifests.length === 0) return "Nothing is filed yet.";
  return textTable([
    ["edition", "revision", "filed", "by", "reason", "figures"],
    ...manifests.map(({ edition, at, by, reason, figures, sequence }) => [
      edition.id,
      `r${edition.revision}`,
      at.slice(0, 16).replace("T", " "),
      by,
      pruned.has(sequence) ? "pruned" : reason,
      String(figures),
    ]),
  ]);
}

/** What verification found. */
export function verificationText({ revisions, pruned, files, bytes, head, faults }: Verification): string {
  const size = `${(bytes / 1_048_576).toFixed(1)} MiB`;
  const counted = `${revisions} revisions (${pruned} pruned), ${files} files, ${size}`;
  if (faults.length === 0) return `${counted}: all as filed.\nHead of the chain: ${head ?? "none"}`;
  return [`${counted}: ${faults.length} faults.`, ...faults.map(({ path, message }) => `- ${path}: ${message}`)].join(
    "\n",
  );
}
