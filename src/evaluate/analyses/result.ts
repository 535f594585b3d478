import type { ListingResult } from "./listing.ts";

/** What one analysis of a report found: numbers and ids, no text. `id` is that of the configuration. */
export type AnalysisResult = ListingResult;
export type AnalysisResultOf<Kind extends AnalysisResult["kind"]> = Extract<AnalysisResult, { kind: Kind }>;
