import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figureFamilies, figureIds } from "../../src/compose/figure-families.ts";
import type { Figure } from "../../src/compose/model.ts";

const figure = (id: string): Figure => ({
  id,
  label: id,
  value: 1,
  unit: "",
  text: "1",
  n: null,
  query: null,
  formula: null,
});

const listed = (ids: readonly string[]) =>
  figureFamilies(ids.map(figure)).map(({ name, members }) => `${name}: ${members.map(({ key }) => key).join(" ")}`);

describe("families of figures", () => {
  it("run through the history of an indicator, with its aspects", () => {
    expect(listed(["a@2026-09", "a@2026-10", "a@2026-10#target", "a@2026-10#weight"])).toEqual([
      "a@…: 2026-09 2026-10 #target #weight",
    ]);
  });

  it("run through the members of a dimension, or the history of each where that makes fewer", () => {
    const members = ["a@2026-10/team=x", "a@2026-10/team=x#n", "a@2026-10/team=y", "a@2026-10/team=z"];
    expect(listed(members)).toEqual(["a@2026-10/team=…: x #n y z"]);
    const history = ["2026-08", "2026-09", "2026-10"].flatMap((p) => [`a@${p}/team=x`, `a@${p}/team=y`]);
    expect(listed(history)).toEqual(["a@…/team=x: 2026-08 2026-09 2026-10", "a@…/team=y: 2026-08 2026-09 2026-10"]);
  });

  it("gather what is there once, by its path where several share one", () => {
    expect(listed(["n@2026-10#n", "rows/a@2026-10", "rows/b@2026-10", "rows/c@2026-10", "x/y@2026-10"])).toEqual([
      "rows/…@2026-10: a b c",
      "…@2026-10: n#n x/y",
    ]);
    expect(listed(["loose", "other"])).toEqual(["…: loose other"]);
  });

  it("keep an id whole that is a beginning of another", () => {
    const ids = ["a@2026-1", "a@2026-1#n", "a@2026-10", "a@2026-10/t=1", "a@2026-10/t=1#n", "a@2026-10/t=10"];
    const families = figureFamilies(ids.map(figure));
    expect(families.flatMap(({ members }) => members.map((member) => member.figure.id)).sort()).toEqual(ids);
  });

  it("hold every figure once, and its id is read off name and key by the printed rule", () => {
    const part = fc.constantFrom("a", "b", "a/b", "rows/a", "rows/b", "rows/c", "theme/x", "*", "a-1");
    const id = fc
      .tuple(
        part,
        fc.constantFrom("", "@2026-09", "@2026-10", "@2026-08-01..2026-10-31"),
        fc.constantFrom("", "/team=x", "/team=y", "/team=%23z", "/hour=3/weekday=1", "/hour=4/weekday=1"),
        fc.constantFrom("", "#n", "#target", "#importance:a", "#a/b"),
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 60 }), (ids) => {
        const families = figureFamilies(ids.map(figure));
        const read = families.flatMap(({ name, members }) =>
          figureIds(
            name,
            members.map(({ key }) => key),
          ),
        );
        expect(read).toEqual(families.flatMap(({ members }) => members.map((member) => member.figure.id)));
        expect([...read].sort()).toEqual([...ids].sort());
      }),
    );
  });
});
