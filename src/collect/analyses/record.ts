import type { ListingRecord } from "./listing.ts";

/** What one analysis took from the warehouse beyond measurements; a kind that needs no more has no record. */
export type AnalysisRecord = ListingRecord;
export type AnalysisRecordOf<Kind extends AnalysisRecord["kind"]> = Extract<AnalysisRecord, { kind: Kind }>;
