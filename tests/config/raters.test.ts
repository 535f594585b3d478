import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import type { Problem } from "../../src/config/yaml-file.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { PROJECT, SMALL_CONFIG, withProject } from "../helpers/project.ts";

/** Messages about the small configuration with a rating indicator and the analyses given. */
async function messages(analyses: string, indicator = "", service = SMALL_CONFIG): Promise<string[]> {
  const extra = `indicators:
  rated:
    kind: mean
    name: Rated
    definition: Mean rating.
    dataset: tickets
    value: rating
    unit: score
    scale_max: 5
    ${indicator}
reports:
  looks:
    title: Looks
    scorecard: service
    cadence: month
    analyses:
${analyses.replace(/^/gm, "      ")}
`;
  const files = { "periodical.yaml": PROJECT, "config/service.yaml": service, "config/looks.yaml": extra };
  return withProject(files, async (root) => {
    const error = await loadConfig(root).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error === null) return [];
    if (!(error instanceof PeriodicalError)) throw error;
    return (error.details as Problem[]).map(({ message }) => message);
  });
}

const AGREEMENT =
  "- { kind: agreement, id: a, title: A, dataset: tickets, subject: team, rater: channel, value: rating";

describe("analyses of raters and scales", () => {
  it("are accepted when they name what there is", async () => {
    expect(
      await messages(`${AGREEMENT} }\n- { kind: anchors, id: b, title: B }`, "anchors: { 1: Never, 5: Always }"),
    ).toEqual([]);
  });

  it("name dimensions of the dataset", async () => {
    expect(await messages(`${AGREEMENT}, role: rank }`)).toEqual(['Dataset "tickets" has no dimension "rank".']);
    const listing =
      "- kind: listing\n  id: l\n  title: L\n  dataset: tickets\n  columns:\n    - { label: X, sql: team, as: member, dimension: squad }\n    - { label: Y, sql: team, as: member }";
    expect(await messages(listing)).toEqual([
      'Dataset "tickets" has no dimension "squad".',
      "A member is shown with the labels of a dimension, and none is named.",
    ]);
  });

  it("have limits of alpha in order", async () => {
    expect(await messages(`${AGREEMENT}, reliable: 0.6, tentative: 0.7 }`)).toEqual([
      "Ratings would be reliable from 0.6 on, but tentative only from 0.7.",
    ]);
  });

  it("do not weight by people, who would be told apart in every edition", async () => {
    const weighting = "weighting: { dimension: who, weights: { a: 1, b: 2 } }";
    const personal = SMALL_CONFIG.replace(
      "team: { name: Team }",
      "team: { name: Team }\n      who: { name: Who, personal: true }",
    );
    expect(personal).not.toBe(SMALL_CONFIG);
    expect(await messages("- { kind: weighting, id: w, title: W, indicator: rated }", weighting, personal)).toEqual([
      'The members of "who" are people; weighting prints every stratum.',
    ]);
  });

  it("look at indicators that have anchors, and anchors lie on a scale", async () => {
    const anchors = "- { kind: anchors, id: b, title: B, indicators: [rated, speed, nothing] }";
    expect(await messages(anchors, "anchors: { 1: Never, 6: Always }")).toEqual([
      "Level 6 lies beyond the scale's 5.",
      'Indicator "speed" has no anchors.',
      'There is no indicator "nothing".',
    ]);
    expect(await messages(anchors.replace("[rated, speed, nothing]", "[rated]"), "anchors: { 1: Never }")).toEqual([
      "A scale has at least two levels.",
    ]);
    expect(await messages("- { kind: anchors, id: b, title: B }", "anchors: { low: Never, 5: Always }")).toHaveLength(
      1,
    );
  });
});
