/**
 * `npm run bench [import|warehouse|edition]`: every speed the product promises, as ratios measured within one run, so that
 * they hold on a slow or busy machine. Exit code 1 when a limit is not kept.
 */
import { textTable } from "../src/cli/text-table.ts";

export interface BenchRow {
  name: string;
  ratio: number;
  /** `<= 2.5`, `>= 0.7` */
  limit: string;
  detail: string;
}

const BENCHES: Record<string, () => Promise<{ run: () => Promise<BenchRow[]> }>> = {
  warehouse: () => import("./warehouse.ts"),
  import: () => import("./import.ts"),
  edition: () => import("./edition.ts"),
};

function kept(row: BenchRow): boolean {
  const [sign, bound] = row.limit.split(" ");
  return sign === "<=" ? row.ratio <= Number(bound) : row.ratio >= Number(bound);
}

const wanted = process.argv.slice(2);
const rows: BenchRow[] = [];
for (const [name, load] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  rows.push(...(await (await load()).run()));
}
const table = rows.map((row) => [
  row.name,
  row.ratio.toFixed(2),
  row.limit,
  kept(row) ? "kept" : "NOT KEPT",
  row.detail,
]);
process.stdout.write(`${textTable([["measure", "ratio", "limit", "", "detail"], ...table], [1])}\n`);
if (!rows.every(kept)) process.exitCode = 1;
