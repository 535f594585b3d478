import type { Report } from "../schema/report.ts";
import type { Say } from "./say.ts";

const LISTS = ["sections", "breakdowns", "heatmap", "follow_up", "locales", "formats"] as const;

/** Lists of a report that name each thing once: a page printed twice is a slip of the pen. */
export function checkRepeats(id: string, report: Report, say: Say): void {
  for (const key of LISTS) {
    const names: readonly string[] = report[key] ?? [];
    for (const [index, name] of names.entries())
      if (names.indexOf(name) !== index) say(id, [key, index], `"${name}" is there twice.`, "Name it once.");
  }
}
