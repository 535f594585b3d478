import { z } from "zod";
import { Listing } from "./listing.ts";

/** A closer look that a report takes beside its scorecard. */
export const Analysis = z
  .discriminatedUnion("kind", [Listing])
  .describe("A closer look beside the scorecard; `kind` decides what it needs.");
export type Analysis = z.infer<typeof Analysis>;
export type AnalysisOf<Kind extends Analysis["kind"]> = Extract<Analysis, { kind: Kind }>;
