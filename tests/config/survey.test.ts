import { describe, expect, it } from "vitest";
import { checkDictionaries, checkFeedback } from "../../src/config/cross-check/dictionaries.ts";
import { checkImportance, checkReliability } from "../../src/config/cross-check/items.ts";
import { Importance } from "../../src/config/schema/analyses/importance.ts";
import { Reliability } from "../../src/config/schema/analyses/reliability.ts";
import { Dictionary } from "../../src/config/schema/dictionary.ts";
import { FeedbackConfig } from "../../src/config/schema/report.ts";
import { project } from "../collect/project.ts";

const config = project({
  indicators: {
    good: { kind: "mean", value: "a", unit: "score", scale_max: 5 },
    kind: { kind: "mean", value: "b", unit: "score", scale_max: 5 },
    ten: { kind: "mean", value: "c", unit: "score", scale_max: 10 },
    once: { kind: "ratio", numerator: "d", unit: "percent" },
    overall: { kind: "top_box", value: "e", at_least: 4, unit: "percent" },
    rows: { kind: "count" },
    other: { kind: "mean", value: "f", unit: "score", dataset: "elsewhere" },
  },
  sections: {
    datasets: { elsewhere: { name: "e", source: { table: "e" }, time: { column: "at" } } },
    dictionaries: { words: { name: "W", themes: {} } },
  },
});

/** Messages by path. */
function heard(check: (say: (path: readonly PropertyKey[], message: string, hint: string) => void) => void): string[] {
  const said: string[] = [];
  check((path, message, hint) => {
    expect(hint).not.toBe("");
    said.push(`${path.join(".")}: ${message}`);
  });
  return said;
}

describe("scales", () => {
  const scale = (items: string[], more: object = {}) =>
    heard((say) =>
      checkReliability(
        config,
        Reliability.parse({
          kind: "reliability",
          id: "r",
          title: "R",
          dataset: "items",
          scales: [{ id: "s", name: "S", items, ...more }],
        }),
        say,
      ),
    );

  it("take items of one scale, or standardised ones; a top box goes with the ratings behind it", () => {
    expect(scale(["good", "kind", "overall"])).toEqual([]);
    expect(scale(["good", "ten"])).toEqual(['scales.0.items: The items of "s" are answered on different scales.']);
    expect(scale(["good", "once"])).toHaveLength(1);
    expect(scale(["good", "ten", "once"], { standardised: true })).toEqual([]);
  });

  it("refuse what is not there, is there twice, comes from elsewhere or has no value per answer", () => {
    expect(scale(["good", "god"])).toEqual(['scales.0.items.1: There is no indicator "god".']);
    expect(scale(["good", "good"])[0]).toContain("is there twice");
    expect(scale(["good", "other"])[0]).toContain("is not computed from items");
    expect(scale(["good", "rows"])[0]).toContain("A count has no value of its own");
    const twice = Reliability.parse({
      kind: "reliability",
      id: "r",
      title: "R",
      dataset: "items",
      scales: [0, 1].map(() => ({ id: "s", name: "S", items: ["good", "kind"] })),
    });
    expect(heard((say) => checkReliability(config, twice, say))).toEqual(['scales.1.id: Scale "s" is there twice.']);
  });
});

describe("importance", () => {
  const look = (more: object) =>
    heard((say) =>
      checkImportance(
        config,
        Importance.parse({
          kind: "importance",
          id: "i",
          title: "I",
          dataset: "items",
          outcome: "overall",
          items: ["good", "kind"],
          ...more,
        }),
        say,
      ),
    );

  it("needs one unit, or a scale on which ratings and shares are laid out", () => {
    expect(look({})).toEqual([]);
    expect(look({ items: ["good", "once"] })[0]).toContain("cannot stand on one axis");
    expect(look({ items: ["good", "once"], rating_scale: [1, 5] })).toEqual([]);
    expect(look({ rating_scale: [5, 5] })[0]).toContain("ends of the rating scale are equal");
  });

  it("knows its outcome, which is no item", () => {
    expect(look({ outcome: "ovrall" })).toEqual(['outcome: There is no indicator "ovrall".']);
    expect(look({ outcome: "good" })[0]).toContain("is also the outcome");
  });
});

describe("dictionaries", () => {
  const feedback = (more: object) =>
    heard((say) => checkFeedback(config, FeedbackConfig.parse({ dataset: "items", ...more }), say));

  it("stand for a theme column, and need a text", () => {
    expect(feedback({ theme: "t" })).toEqual([]);
    expect(feedback({ dictionary: "words", text: "t" })).toEqual([]);
    expect(feedback({})[0]).toContain("either a dimension with the theme or a dictionary");
    expect(feedback({ theme: "t", dictionary: "words", text: "t" })).toHaveLength(1);
    expect(feedback({ dictionary: "words" })[0]).toContain("needs the customer's words");
    expect(feedback({ dictionary: "word", text: "t" })[0]).toContain('There is no dictionary "word"');
  });

  it("refuse entries that mean two things or can never be found", () => {
    const check = (dictionary: object): string[] => {
      const said: string[] = [];
      checkDictionaries(
        { ...config, dictionaries: { d: Dictionary.parse({ name: "D", ...dictionary }) } },
        (id, path, message) => said.push(`${id}.${path.join(".")}: ${message}`),
      );
      return said;
    };
    const theme = (words: object, more: object = {}) => ({ name: "T", words, ...more });
    expect(check({ themes: { a: theme({ en: ["slow", "no parking"], zh: ["慢"] }) } })).toEqual([]);
    expect(check({ themes: { a: theme({ en: ["slow"] }), b: theme({ en: ["Slow "] }) } })).toEqual([
      'd.themes.b.words.en.0: "Slow " is there twice: also under themes.a.words.en.',
    ]);
    expect(check({ themes: { a: theme({ en: ["not"] }) }, negations: { en: ["not"] } })).toHaveLength(1);
    for (const word of ["sl*w", "*", "a/b"]) expect(check({ themes: { a: theme({ en: [word] }) } })).toHaveLength(1);
    for (const word of ["太 慢", "慢*"]) expect(check({ themes: { a: theme({ zh: [word] }) } })).toHaveLength(1);
  });
});
