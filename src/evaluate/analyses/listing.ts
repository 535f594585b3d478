import type { ListingRecord } from "../../collect/analyses/listing.ts";

export interface ListingResult {
  kind: "listing";
  id: string;
  /** Rows that qualify. */
  total: number;
  rows: ListingRecord["rows"];
}

/** Rows need no judgement: they are passed on. */
export const listingResult = ({ id, total, rows }: ListingRecord): ListingResult => ({
  kind: "listing",
  id,
  total,
  rows,
});
