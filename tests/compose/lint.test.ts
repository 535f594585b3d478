import { beforeAll, describe, expect, it } from "vitest";
import { assertTruthful, lintModel } from "../../src/compose/lint.ts";
import type { LocaleBundle } from "../../src/compose/locale.ts";
import type { Model, Sentence } from "../../src/compose/model.ts";
import { afterSalesFixture } from "../helpers/snapshot.ts";
import { bundle, modelOf, section } from "./variants.ts";

let model: Model;
let en: LocaleBundle;

beforeAll(async () => {
  model = await modelOf(afterSalesFixture(), "en");
  en = await bundle("en");
});

/** The document with its heading replaced. */
function problemsWith(heading: Sentence): string[] {
  const sections = model.sections.map((part) => (part.id === "summary" ? { ...part, heading } : part));
  return lintModel({ ...model, sections }, en).map(({ problem }) => problem);
}

describe("a document is refused when a sentence", () => {
  it.each<[string, Sentence, RegExp]>([
    [
      "has a number of its own",
      { text: "The score fell to 66 of 100", figures: ["score@2026-10"], basis: ["score@2026-10#change_previous"] },
      /number 100 belongs to no figure/,
    ],
    [
      "has a part of another number",
      { text: "The score is 6", figures: ["score@2026-10"] },
      /does not print score@2026-10/,
    ],
    ["names a figure it does not print", { text: "The score is good", figures: ["score@2026-10"] }, /does not print/],
    [
      "names a figure there is not",
      { text: "The score is good", figures: ["score@1999-01"] },
      /unknown figure score@1999-01/,
    ],
    [
      "rests on a figure there is not",
      { text: "The score is good", figures: [], basis: ["x@1"] },
      /unknown figure x@1/,
    ],
    [
      "turns a fall into a rise",
      { text: "The score rose to 66", figures: ["score@2026-10"], basis: ["score@2026-10#change_previous"] },
      /says "up"/,
    ],
    [
      "praises what got worse",
      { text: "Resolution rate improved", figures: [], basis: ["resolution_rate@2026-10#variance_previous"] },
      /says "better"/,
    ],
    ["claims without evidence", { text: "Everything improved", figures: [] }, /says "better"/],
    [
      "puts a distance on the wrong side",
      { text: "Resolution rate is {d} above target", figures: ["resolution_rate@2026-10#distance_target"] },
      /says "up"|another way/,
    ],
  ])("%s", (_, sentence, problem) => {
    const distance = model.figures["resolution_rate@2026-10#distance_target"]?.text ?? "";
    expect(problemsWith({ ...sentence, text: sentence.text.replace("{d}", distance) }).join("\n")).toMatch(problem);
  });

  it("is worded like the two before it", () => {
    const { strengths } = section(model, "summary");
    const first = strengths[0];
    if (first === undefined) throw new Error("no strengths");
    const sections = model.sections.map((part) =>
      part.id === "summary" ? { ...part, strengths: [first, first, first] } : part,
    );
    expect(lintModel({ ...model, sections }, en).map(({ problem }) => problem)).toEqual([
      "is the third in a row worded alike",
    ]);
  });
});

describe("a document is accepted when a sentence", () => {
  it.each<[string, Sentence]>([
    [
      "spells a number out",
      { text: "Four of six indicators", figures: ["targets_met@2026-10", "targets_judged@2026-10"] },
    ],
    [
      "names a date or a name with digits",
      { text: "Level 2 support since 1 Oct 2026", figures: [], terms: ["Level 2 support", "1 Oct 2026"] },
    ],
    [
      "rests on what it does not print",
      { text: "The score fell", figures: [], basis: ["score@2026-10#change_previous"] },
    ],
  ])("%s", (_, sentence) => {
    expect(problemsWith(sentence)).toEqual([]);
  });
});

it("refuses a cell whose text is not its figure's", () => {
  const sections = model.sections.map((part) =>
    part.id === "summary" ? { ...part, score: { ...part.score, cell: { text: "67", figure: "score@2026-10" } } } : part,
  );
  expect(lintModel({ ...model, sections }, en).map(({ problem }) => problem)).toEqual([
    'does not print score@2026-10: "66"',
  ]);
});

describe("before a document is printed", () => {
  const withHeading = (heading: Sentence): Model => ({
    ...model,
    sections: model.sections.map((part) => (part.id === "summary" ? { ...part, heading } : part)),
  });

  it("words that disagree with its figures refuse it, and say where", () => {
    const wrong = withHeading({ text: "The score rose to 66", figures: ["score@2026-10"], basis: [] });
    expect(() => assertTruthful(wrong, en)).toThrow(
      expect.objectContaining({
        code: "DOCUMENT_FAULTY",
        where: "after-sales-monthly/2026-10/all en",
        message: expect.stringMatching(/sections\[0\]\.heading says "up".*The score rose to 66/),
      }),
    );
  });

  it("a true one passes, even where three neighbours read alike", () => {
    expect(() => assertTruthful(model, en)).not.toThrow();
    const summary = section(model, "summary");
    const [first] = summary.strengths;
    if (first === undefined) throw new Error("the fixture has no strength");
    const alike = {
      ...model,
      sections: model.sections.map((part) =>
        part.id === "summary" ? { ...part, strengths: [first, first, first] } : part,
      ),
    };
    expect(lintModel(alike, en)).toMatchObject([{ problem: "is the third in a row worded alike", style: true }]);
    expect(() => assertTruthful(alike, en)).not.toThrow();
  });
});
