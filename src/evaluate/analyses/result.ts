import type { AgreementResult } from "./agreement.ts";
import type { AnchorsResult } from "./anchors.ts";
import type { BaselinesResult } from "./baselines.ts";
import type { ComparisonResult } from "./comparison.ts";
import type { DifferenceResult } from "./difference.ts";
import type { GridResult } from "./grid.ts";
import type { ImportanceResult } from "./importance.ts";
import type { ListingResult } from "./listing.ts";
import type { MembersResult } from "./members.ts";
import type { RankingResult } from "./ranking.ts";
import type { ReliabilityResult } from "./reliability.ts";
import type { WeightingAnalysisResult } from "./weighting.ts";

/** What one analysis of a report found: numbers and ids, no text. `id` is that of the configuration. */
export type AnalysisResult =
  | BaselinesResult
  | ListingResult
  | WeightingAnalysisResult
  | AgreementResult
  | AnchorsResult
  | ComparisonResult
  | RankingResult
  | DifferenceResult
  | GridResult
  | MembersResult
  | ReliabilityResult
  | ImportanceResult;
export type AnalysisResultOf<Kind extends AnalysisResult["kind"]> = Extract<AnalysisResult, { kind: Kind }>;
