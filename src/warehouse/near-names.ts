import { distance } from "fastest-levenshtein";

/**
 * The names most like a wrong one, best first, at most three.
 *
 * @returns only names with fewer changes than half their length; empty when none comes near
 */
export function nearNames(wrong: string, names: readonly string[]): string[] {
  const plain = wrong.toLowerCase();
  return [...new Set(names)]
    .map((name) => ({ name, changes: distance(plain, name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= Math.max(1, Math.floor(Math.max(plain.length, name.length) * 0.4)))
    .sort((a, b) => a.changes - b.changes || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}
