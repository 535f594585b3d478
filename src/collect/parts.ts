import type { Indicator } from "../config/schema/indicator.ts";
import type { IndicatorPlan } from "./plan.ts";
import { group, type Parameters } from "./sql.ts";
import { comparedAs, exactSum, exactSumOfSquares, filter, type ValueType } from "./value-type.ts";

/**
 * What is added up for an indicator. Every entry names a column of the statement's result that sums over members and
 * over adjacent periods; averages and rates are divided afterwards.
 */
export interface IndicatorParts {
  plan: IndicatorPlan;
  /** Rows the indicator looks at (its `where`, and the denominator of a ratio). */
  of: string;
  /** Of these, rows with a value. */
  known: string;
  numerator?: string;
  denominator?: string;
  sum?: string;
  sumSquares?: string;
  promoters?: string;
  detractors?: string;
  /** Count of rows at or better than a level, by level. */
  atLevel: ReadonlyMap<number, string>;
  /** For a percentile: array of all values, under this name in the grain; value and ranks are computed from it. */
  values?: string;
  /** The same values row by row: an expression and the filter of the rows that count. */
  value?: { sql: string; filter: string };
}

/** Columns of the statement: what is read of each row, and what is added up. */
export interface PartList {
  /** Expressions of the configuration, each evaluated once a row. */
  rowColumns: readonly { name: string; sql: string; of: string }[];
  /** Aggregates over those columns. */
  aggregates: readonly { name: string; sql: string; of: string }[];
  /** Array aggregates of percentiles. */
  arrays: readonly { name: string; sql: string; of: string }[];
  indicators: readonly IndicatorParts[];
}

/** Expressions of an indicator that must be numbers, and those that must be conditions. */
export function expressionsOf(indicator: Indicator): { name: string; sql: string; kind: "number" | "condition" }[] {
  const found: { name: string; sql: string; kind: "number" | "condition" }[] = [];
  if (indicator.where !== undefined) found.push({ name: "where", sql: indicator.where, kind: "condition" });
  if (indicator.kind === "ratio") {
    found.push({ name: "numerator", sql: indicator.numerator, kind: "condition" });
    if (indicator.denominator !== undefined) {
      found.push({ name: "denominator", sql: indicator.denominator, kind: "condition" });
    }
  }
  if ("value" in indicator) found.push({ name: "value", sql: indicator.value, kind: "number" });
  if (indicator.kind === "rate") found.push({ name: "per", sql: indicator.per, kind: "number" });
  return found;
}

/** @param typeOf type of an indicator's number, by its id and the name of the expression */
export function partsOf(
  plans: readonly IndicatorPlan[],
  typeOf: (indicator: string, expression: string) => ValueType,
  parameters: Parameters,
): PartList {
  const columns = new Names("c");
  const aggregates = new Names("p");
  const arrays = new Names("a");
  const indicators = plans.map((plan): IndicatorParts => {
    const { indicator } = plan;
    const expressions = new Map(expressionsOf(indicator).map(({ name, sql }) => [name, sql]));
    const column = (name: string): string | null => {
      const sql = expressions.get(name);
      return sql === undefined ? null : columns.of(group(sql), `${plan.id}: ${name}`);
    };
    const where = column("where");
    const count = (...conditions: (string | null)[]): string => aggregates.of(counted(where, ...conditions), plan.id);
    const added = (sum: typeof exactSum, name: string, scale: number, ...conditions: string[]): string =>
      aggregates.of(sum(column(name) ?? "", typeOf(plan.id, name), scale, present(where, ...conditions)), plan.id);
    return indicatorParts(plan, { column, count, added, where, typeOf, parameters, arrays });
  });
  return { rowColumns: columns.all(), aggregates: aggregates.all(), arrays: arrays.all(), indicators };
}

interface Tools {
  column: (name: string) => string | null;
  count: (...conditions: (string | null)[]) => string;
  added: (sum: typeof exactSum, name: string, scale: number, ...conditions: string[]) => string;
  where: string | null;
  typeOf: (indicator: string, expression: string) => ValueType;
  parameters: Parameters;
  arrays: Names;
}

function indicatorParts(plan: IndicatorPlan, tools: Tools): IndicatorParts {
  const { indicator, id } = plan;
  const { column, count, added, typeOf } = tools;
  const asZero = indicator.null_rule === "as_zero";
  const base = { plan, atLevel: new Map<number, string>() };
  const raw = column("value") ?? "";
  const value = asZero ? `coalesce(${raw}, 0)` : raw;
  const scale = scaleOf(plan);
  switch (indicator.kind) {
    case "count": {
      const of = count();
      return { ...base, of, known: of };
    }
    case "ratio": {
      const [above, below] = [column("numerator"), column("denominator")];
      return { ...base, of: count(below), known: count(below, `${above} is not null`), numerator: count(below, above) };
    }
    case "sum":
      return {
        ...base,
        of: count(),
        known: count(`${raw} is not null`),
        // Its target is of the total and says nothing about the size of a value.
        sum: added(exactSum, "value", 1),
      };
    case "mean":
      return {
        ...base,
        of: count(),
        known: count(`${raw} is not null`),
        sum: added(exactSum, "value", scale),
        sumSquares: added(exactSumOfSquares, "value", scale),
        atLevel: levels(plan, value, tools),
      };
    case "percentile": {
      const each = { sql: `${value}::float8`, filter: filter(present(tools.where, `${value} is not null`)) };
      return {
        ...base,
        of: count(),
        known: count(`${raw} is not null`),
        atLevel: levels(plan, value, tools),
        values: tools.arrays.of(`array_agg(${each.sql})${each.filter}`, id),
        value: each,
      };
    }
    case "rate": {
      const per = column("per") ?? "";
      const both = [`${raw} is not null`, `${per} is not null`];
      return {
        ...base,
        of: count(),
        known: count(...both),
        numerator: added(exactSum, "value", 1, ...(asZero ? [] : both)),
        denominator: added(exactSum, "per", 1, ...(asZero ? [] : both)),
      };
    }
    case "top_box":
      return {
        ...base,
        of: count(),
        known: count(`${raw} is not null`),
        numerator: count(`${value} >= ${tools.parameters.bind(indicator.at_least, comparedAs(typeOf(id, "value")))}`),
      };
    case "nps": {
      // An answer off the scale (a code such as 99) is no answer.
      return {
        ...base,
        of: count(),
        known: count(`${raw} between 0 and 10`),
        denominator: count(`${value} between 0 and 10`),
        promoters: count(`${value} between 9 and 10`),
        detractors: count(`${value} between 0 and 6`),
      };
    }
  }
}

/** Counts of values at or better than each level that was in force in any period. */
function levels({ id, indicator, thresholds }: IndicatorPlan, value: string, tools: Tools): Map<number, string> {
  const wanted = new Set(Object.values(thresholds).flatMap(({ baseline, target }) => [baseline, target]));
  const comparator = indicator.direction === "lower_is_better" ? "<=" : ">=";
  const type = comparedAs(tools.typeOf(id, "value"));
  const found = new Map<number, string>();
  for (const level of wanted) {
    if (level === null) continue;
    found.set(level, tools.count(`${value} ${comparator} ${tools.parameters.bind(level, type)}`));
  }
  return found;
}

/** Typical size of a value: its largest level, else the upper end of its scale, else 1. */
function scaleOf({ indicator, thresholds }: IndicatorPlan): number {
  const levelsSet = Object.values(thresholds).flatMap(({ baseline, target }) => [baseline ?? 0, target ?? 0]);
  return Math.max(0, ...levelsSet.map(Math.abs)) || indicator.scale_max || 1;
}

function counted(...conditions: (string | null)[]): string {
  const given = present(...conditions);
  const [only] = given;
  const tested = given.length === 1 ? /^(\w+) is not null$/.exec(only ?? "")?.[1] : undefined;
  return tested === undefined ? `count(*)${filter(given)}` : `count(${tested})`;
}

const present = (...conditions: (string | null)[]): string[] => conditions.filter((condition) => condition !== null);

/** Gives each different expression one name. */
class Names {
  readonly #prefix: string;
  readonly #entries = new Map<string, { name: string; sql: string; of: string }>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(sql: string, what: string): string {
    const known = this.#entries.get(sql);
    if (known !== undefined) {
      if (!known.of.split(", ").includes(what)) known.of = `${known.of}, ${what}`;
      return known.name;
    }
    const name = `${this.#prefix}${this.#entries.size + 1}`;
    this.#entries.set(sql, { name, sql, of: what });
    return name;
  }

  all(): { name: string; sql: string; of: string }[] {
    return [...this.#entries.values()];
  }
}
