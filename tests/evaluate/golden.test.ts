import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../src/collect/snapshot.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { goldenCases } from "../helpers/golden-cases.ts";

const root = join(import.meta.dirname, "..", "golden");

/**
 * Each folder under `tests/golden` is a case: `snapshot.json` in, `evaluation.json` out. The snapshots are written by
 * `tests/helpers/golden-cases.ts` (run it to renew them); a changed evaluation is approved with `vitest run -u`.
 */
describe("golden evaluations", () => {
  it.each(Object.entries(goldenCases()))("%s", async (name, { snapshot, config }) => {
    const file = join(root, name, "snapshot.json");
    const saved = JSON.parse(readFileSync(file, "utf8")) as Snapshot;
    expect(saved, "the fixture changed: run tests/helpers/golden-cases.ts").toEqual(
      JSON.parse(JSON.stringify(snapshot)),
    );
    const evaluation = evaluate(saved, config);
    await expect(`${JSON.stringify(evaluation, null, 1)}\n`).toMatchFileSnapshot(join(root, name, "evaluation.json"));
  });
});
