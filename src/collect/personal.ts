import type { Config } from "../config/schema/index.ts";
import type { Cut } from "./snapshot.ts";

/** Dimensions whose members are people, in any dataset. */
export function personalDimensions(config: Pick<Config, "datasets">): Set<string> {
  return new Set(
    Object.values(config.datasets).flatMap(({ dimensions }) =>
      Object.entries(dimensions).flatMap(([id, { personal }]) => (personal === true ? [id] : [])),
    ),
  );
}

/** Whether an edition is about one person: its scope names a member of a personal dimension. */
export function isPersonalEdition(config: Pick<Config, "datasets">, scope: Cut): boolean {
  const personal = personalDimensions(config);
  return Object.keys(scope).some((dimension) => personal.has(dimension));
}

/**
 * Dimensions along which an edition must not tell members apart. An edition about one person tells nobody else apart,
 * whatever the report says: it is handed to that person. Any other shows people where the report names them.
 */
export function hiddenDimensions(
  config: Pick<Config, "datasets" | "reports">,
  report: string,
  scope: Cut,
): ReadonlySet<string> {
  const named = config.reports[report]?.personal === "named" && !isPersonalEdition(config, scope);
  return named ? new Set() : personalDimensions(config);
}

/** Stands for a person's name in what is collected; the document's language has its own word for it. */
export const HIDDEN_NAME = "[name]";

/**
 * Puts HIDDEN_NAME in place of the given names and ids wherever they occur in a text, longest first. Letters and digits
 * must stand alone (`A07` is not found in `CA077`); numbers of fewer than four digits are left, as a text is full of them.
 */
export function nameMask(names: readonly string[]): (text: string) => string {
  const wanted = [...new Set(names.map((name) => name.trim()))]
    .filter((name) => name.length > 1 && !/^\d{1,3}$/.test(name))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  if (wanted.length === 0) return (text) => text;
  const pattern = new RegExp(wanted.map(alone).join("|"), "giu");
  return (text) => text.replace(pattern, HIDDEN_NAME);
}

function alone(name: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(/\s+/g, "\\s+");
  const before = /^[\p{Script=Latin}\d]/u.test(name) ? "(?<![\\p{Script=Latin}\\d])" : "";
  const after = /[\p{Script=Latin}\d]$/u.test(name) ? "(?![\\p{Script=Latin}\\d])" : "";
  return `${before}${escaped}${after}`;
}

/** Keys of a record that name statements and kinds, not people. */
const TECHNICAL = new Set(["kind", "id", "query", "dataset"]);

/** The same record with every text in it masked. */
export function maskedRecord<Value>(value: Value, mask: (text: string) => string): Value {
  if (typeof value === "string") return mask(value) as Value;
  if (Array.isArray(value)) return value.map((item) => maskedRecord(item, mask)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    TECHNICAL.has(key) ? item : maskedRecord(item, mask),
  ]);
  return Object.fromEntries(entries) as Value;
}
