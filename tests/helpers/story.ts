import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { copyLine } from "../../src/sample/copy-text.ts";
import type { SampleOptions, SampleStory } from "../../src/sample/generate.ts";
import { createTable } from "../../src/sample/tables.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";

/** Fills the tables of one story alone: the whole sample takes longer than most tests need. */
export async function loadStory(
  warehouse: Pick<Warehouse, "write">,
  story: SampleStory,
  options: SampleOptions,
): Promise<void> {
  const made = [...story.months(options)];
  await warehouse.write(async (client) => {
    await client.query("create schema if not exists service");
    for (const table of story.tables) {
      await client.query(createTable(table));
      const lines = made.flatMap(({ rows }) => rows[table.name] ?? []).map((row) => copyLine(row, table.columns));
      const names = table.columns.map(({ name }) => name).join(", ");
      const copy = client.query(copyFrom(`copy service.${table.name} (${names}) from stdin`));
      await pipeline(Readable.from([Buffer.from(lines.join(""))]), copy);
      await client.query(`analyze service.${table.name}`);
    }
  });
}
