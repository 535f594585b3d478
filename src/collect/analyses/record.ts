import type { AgreementRecord } from "./agreement.ts";
import type { DifferenceRecord } from "./difference.ts";
import type { GridRecord } from "./grid.ts";
import type { ImportanceRecord } from "./importance.ts";
import type { ListingRecord } from "./listing.ts";
import type { RankingRecord } from "./ranking.ts";
import type { ReliabilityRecord } from "./reliability.ts";

/** What one analysis took from the warehouse beyond measurements; a kind that needs no more has no record. */
export type AnalysisRecord =
  | AgreementRecord
  | ListingRecord
  | RankingRecord
  | DifferenceRecord
  | GridRecord
  | ReliabilityRecord
  | ImportanceRecord;
export type AnalysisRecordOf<Kind extends AnalysisRecord["kind"]> = Extract<AnalysisRecord, { kind: Kind }>;
