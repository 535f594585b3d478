import { Document, isMap, isScalar, visit, type YAMLMap } from "yaml";
import type { Indicator } from "../config/schema/indicator.ts";
import type { ScorecardVersion } from "../config/schema/scorecard.ts";
import type { BaselineProposal } from "../evaluate/baselines/propose.ts";
import { reasonsOf } from "./reasons.ts";

/** What a quarter says about the rules of one scorecard. */
export interface ScorecardProposal {
  scorecard: string;
  /** First day of the next quarter. */
  effectiveFrom: string;
  quarter: string;
  /** The rules in force in the quarter. */
  rules: ScorecardVersion;
  proposals: readonly BaselineProposal[];
  /** What a reader must know before adopting it, e.g. that its first day has passed. */
  warnings: readonly string[];
}

/** The next version of the rules: today's with the proposed levels and bands, from the first day of the next quarter. */
export function nextVersion({ rules, effectiveFrom, quarter, proposals }: ScorecardProposal): ScorecardVersion {
  const moved = new Map(proposals.map((proposal) => [proposal.indicator, proposal]));
  const dimensions = Object.fromEntries(
    Object.entries(rules.dimensions).map(([id, dimension]) => [
      id,
      {
        ...dimension,
        indicators: Object.fromEntries(
          Object.entries(dimension.indicators).map(([name, scored]) => {
            const { baseline, target, bands } = moved.get(name) ?? { baseline: null, target: null, bands: null };
            return [
              name,
              {
                ...scored,
                ...(baseline?.after === null || baseline === null ? {} : { baseline: baseline.after }),
                ...(target?.after === null || target === null ? {} : { target: target.after }),
                ...(bands === null ? {} : { bands }),
              },
            ];
          }),
        ),
      },
    ]),
  );
  const { effective_from: _from, note: _note, ...rest } = rules;
  return {
    effective_from: effectiveFrom,
    note: { en: `Baselines reviewed after ${quarter}.`, "zh-CN": `${quarter} 基准值复核。` },
    ...rest,
    dimensions,
  };
}

/**
 * Proposals as a configuration file with one new version per scorecard and the reasons as comments. It parses, and is valid
 * when each version is added to the `versions` of its scorecard.
 */
export function proposalsYaml(
  found: readonly ScorecardProposal[],
  indicators: Readonly<Record<string, Indicator>>,
  leftOut: readonly string[] = [],
): string {
  const document = new Document({
    scorecards: Object.fromEntries(found.map((one) => [one.scorecard, { versions: [nextVersion(one)] }])),
  });
  document.commentBefore = heading(found, leftOut);
  for (const one of found) {
    for (const dimension of Object.keys(one.rules.dimensions)) {
      const path = ["scorecards", one.scorecard, "versions", 0, "dimensions", dimension, "indicators"];
      commentIndicators(document.getIn(path, true), one, indicators);
    }
    const version = document.getIn(["scorecards", one.scorecard, "versions", 0], true);
    if (isMap(version)) version.commentBefore = comment([...summary(one), ...one.warnings]);
  }
  return compact(document).toString({ lineWidth: 120 });
}

/** The new version as an item of a list, line by line, without margin; what it says about itself stands above it. */
export function versionItem(one: ScorecardProposal, indicators: Readonly<Record<string, Indicator>>): string[] {
  const document = new Document([nextVersion(one)]);
  for (const dimension of Object.keys(one.rules.dimensions)) {
    commentIndicators(document.getIn([0, "dimensions", dimension, "indicators"], true), one, indicators);
  }
  const about = [`Baselines proposed after ${one.quarter}:`, ...summary(one), ...one.warnings];
  const text = compact(document).toString({ lineWidth: 120 });
  return [...about.map((line) => `# ${line}`), ...text.trimEnd().split("\n")];
}

function commentIndicators(
  node: unknown,
  { proposals }: ScorecardProposal,
  indicators: Readonly<Record<string, Indicator>>,
): void {
  if (!isMap(node)) return;
  for (const { key } of (node as YAMLMap).items) {
    if (!isScalar(key)) continue;
    const proposal = proposals.find(({ indicator }) => indicator === String(key.value));
    const indicator = indicators[String(key.value)];
    if (proposal !== undefined && indicator !== undefined) key.commentBefore = comment(reasonsOf(proposal, indicator));
  }
}

function heading(found: readonly ScorecardProposal[], leftOut: readonly string[]): string {
  const quarter = found[0]?.quarter ?? "";
  return comment([
    `Baselines proposed after ${quarter}. Nothing holds until it is adopted: read every reason, change what you know better,`,
    "then add each version below to the `versions` of its scorecard and run periodical check.",
    ...leftOut,
  ]);
}

/** `raise call_answer_rate 0.9 → 0.94`, a line for each that moves. */
function summary({ proposals }: ScorecardProposal): string[] {
  const moved = proposals.filter(({ decision }) => decision !== "keep");
  if (moved.length === 0) return ["No baseline moves: adopting this version would change nothing."];
  return moved.map(
    ({ decision, indicator, baseline }) => `${decision} ${indicator} ${baseline.before} → ${baseline.after}`,
  );
}

/** Short lists and texts in one line, as people write them. */
function compact(document: Document): Document {
  visit(document, {
    Seq: (_, node) => {
      if (node.items.every(isScalar)) node.flow = true;
    },
    Map: (_, node) => {
      const { items } = node;
      const texts = items.map(({ key, value }) =>
        isScalar(key) && isScalar(value) ? `${key.value}: ${value.value}` : null,
      );
      const known = texts.filter((text) => text !== null);
      if (items.length <= 3 && known.length === items.length && known.join(", ").length < 90) node.flow = true;
    },
  });
  return document;
}

const comment = (lines: readonly string[]): string => lines.map((line) => ` ${line}`).join("\n");
