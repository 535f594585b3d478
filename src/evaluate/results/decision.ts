import type { DecisionCondition } from "../../config/schema/decision.ts";
import type { BandId } from "../../config/schema/scorecard.ts";

/** One condition of an outcome: what it asks, what there is. */
export interface ConditionResult {
  /** As configured. */
  condition: DecisionCondition;
  /** Null when the figure is missing. */
  actual: number | BandId | null;
  /** Null when it cannot be told. */
  met: boolean | null;
}

/** A decision by the report's rules. */
export interface DecisionResult {
  /** The outcome decided on; null when undecidable. */
  outcome: string | null;
  /** Why nothing is decided: a figure is missing, or no outcome fits. Null when there is one. */
  undecidable: null | "missing-figure" | "no-outcome";
  /** In order; `open` = it cannot be told, `not-reached` = decided before. */
  outcomes: readonly {
    id: string;
    state: "chosen" | "not-met" | "open" | "not-reached";
    conditions: readonly ConditionResult[];
  }[];
}
