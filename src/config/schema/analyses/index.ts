import { z } from "zod";
import { Agreement } from "./agreement.ts";
import { Anchors } from "./anchors.ts";
import { Baselines } from "./baselines.ts";
import { Comparison } from "./comparison.ts";
import { Difference } from "./difference.ts";
import { Grid } from "./grid.ts";
import { Importance } from "./importance.ts";
import { Listing } from "./listing.ts";
import { Members } from "./members.ts";
import { Ranking } from "./ranking.ts";
import { Reliability } from "./reliability.ts";
import { WeightingAnalysis } from "./weighting.ts";

/** A closer look that a report takes beside its scorecard. */
export const Analysis = z
  .discriminatedUnion("kind", [
    Listing,
    Comparison,
    Ranking,
    Difference,
    Grid,
    Members,
    Agreement,
    Anchors,
    WeightingAnalysis,
    Reliability,
    Importance,
    Baselines,
  ])
  .describe("A closer look beside the scorecard; `kind` decides what it needs.");
export type Analysis = z.infer<typeof Analysis>;
export type AnalysisOf<Kind extends Analysis["kind"]> = Extract<Analysis, { kind: Kind }>;
