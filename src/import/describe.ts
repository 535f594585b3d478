import type { FileSummary, ImportProgress, ImportSummary, ReasonCount } from "./summary.ts";

const grouped = new Intl.NumberFormat("en", { useGrouping: true });
const count = (value: number, one: string, many = `${one}s`): string =>
  `${grouped.format(value)} ${value === 1 ? one : many}`;

/** One line for where an import is: `step` changes with the file and stage, `detail` with every batch. */
export function describeProgress(progress: ImportProgress): { step: string; detail: string } {
  const { stage, file, index, of, bytes, bytesRead, rows, rejected } = progress;
  const which = of > 1 ? ` (${index} of ${of})` : "";
  const verb = { checking: "Check", reading: "Read", storing: "Store" }[stage];
  const percent = bytes > 0 ? `${Math.min(100, Math.floor((bytesRead / bytes) * 100))} %, ` : "";
  const bad = rejected > 0 ? `, ${grouped.format(rejected)} bad` : "";
  return { step: `${verb} ${file}${which}`, detail: `${percent}${count(rows, "row")}${bad}` };
}

/** What became of an import, for the terminal. */
export function describeSummary(summary: ImportSummary): string {
  const head = `${summary.mapping} → ${summary.table} (${summary.mode}${summary.created ? ", new table" : ""})`;
  return [head, ...summary.files.flatMap(fileLines)].join("\n");
}

function fileLines(file: FileSummary): string[] {
  const lines = ["", `${file.file}: ${stored(file)} of ${count(file.rows, "row")}`];
  const say = (label: string, text: string): void => {
    lines.push(`  ${label.padEnd(10)}${text}`);
  };
  if (file.firstTime !== null) say("from", `${file.firstTime} to ${file.lastTime}`);
  if (file.replaced !== null) {
    const { firstDay, lastDay, zone } = file.replaced;
    say("replaced", `${firstDay} to ${lastDay} (${zone}): ${count(file.deleted, "row")} taken out`);
  }
  const { skipped, repeated } = file.clockChanges;
  if (skipped > 0) say("clocks", `${count(skipped, "time")} that no clock showed, taken as the hour after`);
  if (repeated > 0) say("clocks", `${count(repeated, "time")} that clocks showed twice, taken as the first`);
  if (file.unusedHeadings.length > 0) say("not used", file.unusedHeadings.join(", "));
  if (file.rejected > 0) {
    say("rejected", `${count(file.rejected, "row")}, see ${file.rejectsFile}`);
    lines.push(...reasonTable(file.reasons));
  }
  say("sha-256", file.sha256);
  return lines;
}

function stored({ inserted, updated, unchanged }: FileSummary): string {
  const parts = [`${grouped.format(inserted)} loaded`];
  if (updated > 0) parts.push(`${grouped.format(updated)} updated`);
  if (unchanged > 0) parts.push(`${grouped.format(unchanged)} already there`);
  return parts.join(", ");
}

/** Reasons with their number of rows, most frequent first. */
function reasonTable(reasons: readonly ReasonCount[]): string[] {
  const shown = reasons.slice(0, 20);
  const width = Math.max(4, ...shown.map(({ rows }) => grouped.format(rows).length));
  const lines = shown.map(({ column, reason, rows, firstLine }) => {
    const what = column === null ? reason : `${column}: ${reason}`;
    return `    ${grouped.format(rows).padStart(width)}  ${what} (first in line ${firstLine})`;
  });
  if (reasons.length > shown.length) lines.push(`    and ${count(reasons.length - shown.length, "more reason")}`);
  return lines;
}
