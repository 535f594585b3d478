import { cleanText } from "../compose/clean.ts";
import type { LocaleBundle } from "../compose/locale.ts";
import { formatMessage } from "../compose/message.ts";
import { createNames } from "../compose/names.ts";
import type { Config } from "../config/schema/index.ts";
import { columnName, type Inspection, type InspectionQuestion } from "../config/schema/inspection.ts";
import type { Sample } from "./draw.ts";

export type Side = "first" | "second";

/** A column of the inspectors' sheet. */
export interface SheetColumn {
  /** Name the import knows it by; stands in its own row. */
  name: string;
  heading: string;
  /** What is filled in, and by whom; `id` columns are locked. */
  of: "id" | Side | "both";
  fill: "locked" | "choice" | "inspector" | "text" | "day";
  /** Texts of the drop-down; empty for free text. */
  choices: readonly string[];
}

/** The sheet as data: what a workbook is made of. */
export interface Sheet {
  id: string;
  title: string;
  columns: readonly SheetColumn[];
  /** One text per locked column, row by row. */
  rows: readonly (readonly string[])[];
}

/** Names a sheet, so that every check can be traced to its draw: `tickets/2026-10/seed-7/1f0c9a2b`. */
export const sheetId = ({ dataset, period, seed, fingerprint }: Sample): string =>
  `${dataset}/${period.id}/seed-${seed}/${fingerprint.slice(0, 8)}`;

/** Verdict and remark: what is asked where the dataset says nothing. */
export function defaultInspection(say: (key: string) => string): Inspection {
  const verdicts = ["compliant", "minor", "major"].map((value) => [value, say(`verdict_${value}`)] as const);
  return {
    columns: [],
    inspectors: [],
    questions: {
      verdict: { label: say("verdict"), by: "each", answers: Object.fromEntries(verdicts) },
      remark: { label: say("remark"), by: "both" },
    },
  };
}

/** The sheet of a sample in a language. Pure. */
export function sheetOf(config: Config, sample: Sample, bundle: LocaleBundle): Sheet {
  const names = createNames(config, bundle);
  const say = (key: string, values: Record<string, string> = {}): string =>
    formatMessage(bundle, `inspection.${key}`, values);
  const inspection = config.datasets[sample.dataset]?.inspection ?? defaultInspection(say);
  const labels = new Map(
    inspection.columns.flatMap((column) =>
      typeof column === "string" ? [] : [[columnName(column), column.label] as const],
    ),
  );
  const heading = (name: string): string => {
    const label = labels.get(name);
    return label === undefined ? name : names.text(label);
  };
  const locked = (name: string, text: string): SheetColumn => ({
    name,
    heading: text,
    of: "id",
    fill: "locked",
    choices: [],
  });
  const filled = (
    of: Side | "both",
    name: string,
    text: string,
    fill: SheetColumn["fill"],
    choices: readonly string[] = [],
  ) => ({
    name,
    heading: text,
    of,
    fill,
    choices,
  });
  const questions = Object.entries(inspection.questions);
  const asked = (of: Side | "both", name: string, question: InspectionQuestion): SheetColumn => {
    const choices = Object.values(question.answers ?? {}).map((answer) => names.text(answer));
    return filled(of, name, names.text(question.label), choices.length === 0 ? "text" : "choice", choices);
  };
  const partOf = (side: Side): SheetColumn[] => [
    filled(side, `${side}_inspector`, say(`${side}_inspector`), "inspector", inspection.inspectors),
    ...questions.filter(([, { by }]) => by === "each").map(([id, question]) => asked(side, `${side}_${id}`, question)),
    filled(side, `${side}_signed_on`, say("signed_on"), "day"),
  ];
  const columns = [
    locked("sheet_id", say("sheet_id")),
    locked("check_no", say("check_no")),
    ...sample.key.map((name) => locked(name, heading(name))),
    ...sample.by.map((dimension) => locked(dimension, names.dimension(dimension))),
    ...sample.shown.map(({ name, dimension }) =>
      locked(name, dimension === null ? heading(name) : names.dimension(dimension)),
    ),
    ...partOf("first"),
    ...partOf("second"),
    ...questions.filter(([, { by }]) => by === "both").map(([id, question]) => asked("both", id, question)),
  ];
  const id = sheetId(sample);
  return {
    id,
    title: say("title", { rows: names.dataset(sample.dataset), period: sample.period.id }),
    columns,
    rows: sample.rows.map(({ key, members, shown }, index) => [
      id,
      String(index + 1),
      ...key,
      ...members.map((member, at) => names.member(sample.by[at] ?? "", member)),
      ...shown.map((text, at) => {
        const dimension = sample.shown[at]?.dimension ?? null;
        if (text === null) return "";
        return dimension === null ? cleanText(text) : names.member(dimension, text);
      }),
    ]),
  };
}
