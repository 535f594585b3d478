/** Why a figure is not what it was; the first that fits. */
export type ChangeCause =
  /** The statement it was measured by is another one. */
  | "query"
  /** Same statement, other rows: late, corrected or deleted ones. */
  | "rows"
  /** Same measurements, judged by other rules or settings. */
  | "rules"
  /** The program or its wording. */
  | "version";

/** A figure that two revisions of an edition print differently. */
export interface FigureChange {
  id: string;
  label: string;
  unit: string;
  /** Null = the figure was not there. */
  before: { value: number | null; text: string } | null;
  now: { value: number | null; text: string } | null;
  /** now − before, where both are numbers. */
  difference: number | null;
  cause: ChangeCause;
}
