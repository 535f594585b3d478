import type { Analysis } from "../config/schema/analyses/index.ts";
import type { CheckedExpression } from "./check-expressions.ts";
import { group } from "./sql.ts";

/** Expressions that an analysis evaluates on a dataset itself; `of` names the report and the analysis. */
export function analysisExpressions(analysis: Analysis, dataset: string, of: string): CheckedExpression[] {
  if (!("dataset" in analysis) || analysis.dataset !== dataset) return [];
  const made = (what: string, sql: string | undefined, yields: CheckedExpression["yields"]): CheckedExpression[] =>
    sql === undefined ? [] : [{ where: `${of}: ${what}`, sql: group(sql), yields }];
  switch (analysis.kind) {
    case "listing":
      return [
        ...made("where", analysis.where, "condition"),
        ...analysis.columns.flatMap(({ sql }, index) => made(`column ${index + 1}`, sql, "anything")),
        ...made("order", analysis.order, "anything"),
      ];
    case "agreement":
      return [
        ...made("where", analysis.where, "condition"),
        ...made("item", analysis.item, "anything"),
        ...made("value", analysis.value, analysis.level === "nominal" ? "anything" : "number"),
      ];
    default:
      return [];
  }
}
