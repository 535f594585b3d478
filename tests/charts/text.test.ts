import { describe, expect, it } from "vitest";
import { createTextLayout } from "../../src/charts/text.ts";
import { prepareFonts } from "../../src/render/fonts.ts";
import { CACHE } from "../helpers/printing.ts";

describe("lines of a label", () => {
  it("keep a text whole that is exactly as wide as its column, whatever the rounding", async () => {
    const text = createTextLayout(await prepareFonts(CACHE), "en");
    for (const label of ["Late shift", "Day shift", "Air conditioning", "Return and refund", "Rules and terms"]) {
      for (const size of [9.5, 11, 12, 12.5, 13]) {
        for (const bold of [false, true]) {
          expect(text.wrap(label, size, text.width(label, size, bold), 2, bold)).toEqual([label]);
        }
      }
    }
  });
});
