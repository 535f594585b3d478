import type { Names } from "../compose/names.ts";
import type { Sample } from "./draw.ts";

type Say = (key: string, values?: Record<string, string | number>) => string;

/** What an auditor needs to repeat the draw, line by line. Pure. */
export function protocolRows(
  sample: Sample,
  sheet: string,
  names: Names,
  zone: string,
  say: Say,
): { label: string; value: string | number }[] {
  const { period } = sample;
  const row = (key: string, value: string | number) => ({ label: say(`protocol_${key}`), value });
  return [
    row("sheet", sheet),
    row("dataset", `${names.dataset(sample.dataset)} (${sample.source})`),
    row("period", `${period.id}: ${period.firstDay} – ${period.lastDay}, ${zone}`),
    row("population", sample.population),
    row("rate", sample.rate),
    row("drawn", sample.drawn),
    row("by", sample.by.length === 0 ? say("protocol_no_strata") : sample.by.map(names.dimension).join(", ")),
    row("allocation", say("allocation_text")),
    row("draw", say("draw_text")),
    row("key", sample.key.join(", ")),
    row("seed", sample.seed),
    row("fingerprint", sample.fingerprint),
    row("drawn_at", sample.drawnAt),
    row("server", sample.server),
    row("statement", sample.sql),
    row("parameters", JSON.stringify(sample.params)),
  ];
}

/** Heading and one row per stratum: members, rows, their share, rows drawn, their share of the stratum; the sum last. */
export function strataRows(sample: Sample, names: Names, say: Say): (string | number)[][] {
  const { by, strata, population, drawn } = sample;
  const heading = [
    ...(by.length === 0 ? [say("strata_title")] : by.map(names.dimension)),
    ...["rows", "share", "drawn", "rate"].map((name) => say(`column_${name}`)),
  ];
  const blanks = Array.from({ length: Math.max(0, by.length - 1) }, () => "");
  return [
    heading,
    ...(by.length === 0
      ? []
      : strata.map(({ members, size, wanted }) => [
          ...members.map((member, at) => names.member(by[at] ?? "", member)),
          size,
          size / population,
          wanted,
          wanted / size,
        ])),
    [say("all_rows"), ...blanks, population, 1, drawn, drawn / population],
  ];
}
