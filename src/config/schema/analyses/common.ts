import { z } from "zod";
import { Id, LocalText } from "../text.ts";

/** What every analysis has beside its own settings. */
export function analysis<Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) {
  return z.strictObject({
    kind: z.literal(kind).describe("Which kind of analysis; see docs/analyses.md."),
    id: Id.describe("Part of its figures' ids; unique within the report."),
    title: LocalText.describe("What is looked at, in a few words, e.g. `Critical incidents`."),
    ...shape,
  });
}
