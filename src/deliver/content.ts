import type { FiledEdition } from "../archive/edition-archive.ts";
import type { Chart } from "../compose/chart-model.ts";
import type { LocaleBundle } from "../compose/locale.ts";
import { formatMessage } from "../compose/message.ts";
import type { Model, SectionOf } from "../compose/model.ts";
import type { Config } from "../config/schema/index.ts";
import { type LocalText, localText } from "../config/schema/text.ts";
import { fillLink, fillText, safeFileName } from "./placeholders.ts";

/** A filed document that may be attached. */
export interface Document {
  /** As readers see it. */
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** What a message says of an edition, in one language; every format of message is made from it. */
export interface Content {
  locale: string;
  subject: string;
  organisation: string;
  title: string;
  /** Period and part of the organisation. */
  subtitle: string;
  headline: string;
  /** Null where the edition has no score. */
  score: { value: string; outOf: string; band: string; tone: string } | null;
  changes: { text: string; tone: string }[];
  /** What must be known first: a decision, missing figures. */
  lines: string[];
  strengths: Finding[];
  weaknesses: Finding[];
  measures: { title: string; who: string; details: string }[];
  charts: Chart[];
  /** Restated figures, where this is a later revision. */
  restated: string | null;
  document: Document | null;
  /** What is said of the document: attached, smaller, too large. */
  documentNote: string;
  link: string | null;
  linkText: string;
  foot: string[];
  labels: { strengths: string; weaknesses: string; recommended: string; colon: string };
}

export interface Finding {
  value: string;
  label: string;
  text: string;
  tone: string;
}

/** How many of each a mail shows; the document has all. */
const MOST = { findings: 3, measures: 3, charts: 2 };

type Summary = SectionOf<"summary">;

/**
 * The summary of a filed revision for its readers.
 *
 * @param locale language wished; where the revision was not printed in it, its first one is taken
 */
export async function contentOf(
  config: Config,
  filed: FiledEdition,
  locale: string,
  bundleOf: (locale: string) => Promise<LocaleBundle>,
): Promise<Content> {
  const model = filed.models.get(locale) ?? [...filed.models.values()][0];
  if (model === undefined) throw new Error(`${filed.manifest.edition.id} was filed without a language`);
  const tongue = model.edition.locale;
  const bundle = await bundleOf(tongue);
  const say = (key: string, values: Record<string, string | number> = {}): string => formatMessage(bundle, key, values);
  const summary = model.sections.find((section): section is Summary => section.id === "summary");
  const { edition, labels } = model;
  const report = config.reports[edition.report]?.delivery;
  const link = linkTo(config, filed, tongue);
  const chosen = await documentOf(config, filed, model, report?.file_name);
  const scope = edition.scope === "all" ? "" : edition.scopeText;
  const subject = report?.subject === undefined ? say("mail.subject") : localText(report.subject, tongue);
  const later = edition.revision > 1;
  const changed = filed.restatements.get(tongue)?.changes.length ?? 0;
  return {
    locale: tongue,
    subject: fillText(later && report?.subject === undefined ? say("mail.subject_restated") : subject, model),
    organisation: edition.organisation,
    title: edition.title,
    subtitle: [edition.periodText, scope || edition.scopeText].filter((part) => part !== "").join(" · "),
    headline: summary?.heading.text ?? model.sections[0]?.heading.text ?? edition.title,
    score: scoreOf(summary),
    changes: (summary?.score.changes ?? []).map(({ text, tone }) => ({ text, tone })),
    lines: [
      ...(summary?.decision ? [`${summary.decision.label}: ${summary.decision.outcome.text}`] : []),
      ...(summary?.score.lines ?? []).map(({ text }) => text),
      ...(summary?.notes ?? []).map(({ text }) => text),
    ],
    strengths: (summary?.strengths ?? []).slice(0, MOST.findings).map(finding),
    weaknesses: (summary?.weaknesses ?? []).slice(0, MOST.findings).map(finding),
    measures: (summary?.measures ?? []).slice(0, MOST.measures).map((row) => measure(row, say)),
    charts: chartsOf(model, summary),
    restated: later ? say("mail.restated", { revision: edition.revision, count: changed }) : null,
    document: chosen.document,
    documentNote: say(chosen.note, {
      name: chosen.document?.name ?? "",
      size: chosen.size,
      limit: chosen.limit,
      link: link === null ? "no" : "yes",
    }),
    link,
    linkText: say("mail.open"),
    foot: [edition.dataAsOf, say("mail.origin", { edition: edition.id, revision: edition.revision })],
    labels: {
      strengths: labels.strengths ?? "",
      weaknesses: labels.weaknesses ?? "",
      recommended: labels.recommended ?? "",
      colon: say("mail.colon"),
    },
  };
}

function scoreOf(summary: Summary | undefined): Content["score"] {
  if (summary === undefined || summary.score.outOf === "") return null;
  const { cell, outOf, badge } = summary.score;
  return { value: cell.text, outOf, band: badge.text, tone: BAND_TONES[badge.band ?? ""] ?? "neutral" };
}

const BAND_TONES: Readonly<Record<string, string>> = {
  excellent: "good",
  good: "good",
  acceptable: "caution",
  needs_improvement: "concern",
  unacceptable: "concern",
};

const finding = ({ cell, label, text }: Summary["strengths"][number]): Finding => ({
  value: cell.text,
  label,
  text: text.text,
  tone: cell.tone ?? "neutral",
});

function measure(
  { title, department, owner, due, effect }: Summary["measures"][number],
  say: (key: string, values: Record<string, string>) => string,
): Content["measures"][number] {
  const who = owner || department;
  const details = [
    who,
    due && say("mail.due", { due }),
    // Without a figure the cell only says that there is none.
    effect.figure === undefined ? "" : say("mail.effect", { effect: effect.text }),
  ];
  return { title, who, details: details.filter((part) => part !== "").join(" · ") };
}

/** The score's course, then what the report draws first; pictures of one figure are too small to stand alone. */
function chartsOf(model: Model, summary: Summary | undefined): Chart[] {
  const named = [
    ...(summary?.scoreChart ? [summary.scoreChart] : []),
    ...model.sections.flatMap((section) => (section.id === "scorecard" ? section.charts : [])),
    ...Object.keys(model.charts),
  ];
  return [...new Set(named)]
    .flatMap((id) => model.charts[id] ?? [])
    .filter(({ kind }) => kind !== "sparkline")
    .slice(0, MOST.charts);
}

function linkTo(config: Config, { manifest }: FiledEdition, locale: string): string | null {
  const template = config.project.delivery?.link;
  if (template === undefined) return null;
  const { id, report, period, revision } = manifest.edition;
  const file = manifest.files.find(({ name }) => name.endsWith(`_${locale}.pdf`) || name.endsWith(`_${locale}.html`));
  return fillLink(template, {
    report,
    period,
    scope: id.split("/")[2] ?? "all",
    revision: String(revision),
    locale,
    file: file?.name ?? "",
  });
}

interface Chosen {
  document: Document | null;
  note: "mail.attached" | "mail.attached_smaller" | "mail.too_large" | "mail.no_document";
  size: string;
  limit: string;
}

/** The PDF; where it is too large, the HTML when that was filed as well and is not. */
async function documentOf(
  config: Config,
  filed: FiledEdition,
  model: Model,
  fileName: LocalText | undefined,
): Promise<Chosen> {
  const { locale } = model.edition;
  const limitMb = config.project.delivery?.attachment_limit_mb ?? 10;
  const candidates = (["pdf", "html"] as const).flatMap((ending) => {
    const file = filed.manifest.files.find(({ name }) => name.endsWith(`_${locale}.${ending}`));
    return file === undefined ? [] : [{ ...file, ending }];
  });
  const first = candidates[0];
  const sizes = { size: megabytes(first?.bytes ?? 0), limit: String(limitMb) };
  if (first === undefined) return { document: null, note: "mail.no_document", ...sizes };
  const fitting = candidates.find(({ bytes }) => bytes <= limitMb * 1_000_000);
  if (fitting === undefined) return { document: null, note: "mail.too_large", ...sizes };
  const stem = fileName === undefined ? null : fillText(localText(fileName, locale), model);
  return {
    document: {
      name: stem === null ? fitting.name : safeFileName(stem, fitting.ending),
      mediaType: fitting.ending === "pdf" ? "application/pdf" : "text/html; charset=utf-8",
      bytes: await filed.file(fitting.name),
    },
    note: fitting === first ? "mail.attached" : "mail.attached_smaller",
    ...sizes,
  };
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
