import { shift } from "../../calendar/periods.ts";
import type { AnalysisOf } from "../../config/schema/analyses/index.ts";
import { type BaselineProposal, proposeBaselines } from "../baselines/propose.ts";
import type { AnalysisContext } from "./index.ts";

export interface BaselinesResult {
  kind: "baselines";
  id: string;
  /** First day of the next period, from which a new version would hold. */
  effectiveFrom: string;
  /** One per indicator of the scorecard, in its order. */
  proposals: readonly BaselineProposal[];
}

/** Every baseline of the scorecard, reviewed at the end of the period. */
export function baselinesResult(analysis: AnalysisOf<"baselines">, context: AnalysisContext): BaselinesResult {
  const { snapshot, rules, config, results } = context;
  return {
    kind: "baselines",
    id: analysis.id,
    effectiveFrom: shift(snapshot.period, 1, snapshot.calendar).firstDay,
    proposals: proposeBaselines([...results.values()], rules, config.indicators),
  };
}
