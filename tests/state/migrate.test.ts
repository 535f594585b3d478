import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { migrate, readMigrations } from "../../src/state/migrate.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { withTestDatabase } from "../helpers/postgres.ts";

const versions = (warehouse: Warehouse): Promise<object[]> =>
  warehouse.read((session) => session.query("SELECT version, name FROM periodical.migration ORDER BY version"));

/** The schema as the catalogue describes it, one line per column, index and check. */
async function describeSchema(warehouse: Warehouse): Promise<string> {
  const lines = await warehouse.read((session) =>
    session.query<{ line: string }>(`
      SELECT format('%s.%s %s%s%s', c.table_name, c.column_name, c.data_type,
               CASE c.is_nullable WHEN 'NO' THEN ' not null' ELSE '' END,
               CASE WHEN c.column_default IS NULL THEN '' ELSE ' default ' || c.column_default END) AS line,
             1 AS kind, c.table_name AS relation, c.ordinal_position AS place
        FROM information_schema.columns c WHERE c.table_schema = 'periodical'
      UNION ALL
      SELECT indexdef, 2, tablename, 0 FROM pg_indexes WHERE schemaname = 'periodical'
      UNION ALL
      SELECT format('%s check %s', t.relname, pg_get_constraintdef(k.oid)), 3, t.relname, 0
        FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
       WHERE n.nspname = 'periodical' AND k.contype = 'c'
       ORDER BY kind, relation, place, line`),
  );
  return `${lines.map(({ line }) => line).join("\n")}\n`;
}

describe("migrations", () => {
  it("make the schema that is committed beside this test", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      await warehouse.write(migrate);
      await expect(await describeSchema(warehouse)).toMatchFileSnapshot("schema.txt");
    });
  });

  it("are applied once", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      await warehouse.write(migrate);
      const first = await versions(warehouse);
      await warehouse.write(migrate);
      expect(await versions(warehouse)).toEqual(first);
      expect(first[0]).toEqual({ version: 1, name: "import_ledger" });
    });
  });

  it("are applied once by processes that start together", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      await Promise.all([1, 2, 3].map(() => warehouse.write(migrate)));
      expect(await versions(warehouse)).toHaveLength((await readMigrations()).length);
    });
  });

  it("disappear with the transaction they are part of", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      const attempt = warehouse.write(async (client) => {
        await migrate(client);
        throw new Error("later");
      });
      await expect(attempt).rejects.toThrow("later");
      const [row] = await warehouse.read((session) => session.query("SELECT to_regnamespace('periodical') AS schema"));
      expect(row).toEqual({ schema: null });
    });
  });

  it("go on from where an older Periodical stopped", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      await warehouse.write(migrate);
      const known = await readMigrations();
      const next = { version: known.length + 1, name: "next", sql: "CREATE TABLE periodical.next (id int)" };
      await warehouse.write((client) => migrate(client, [...known, next]));
      expect((await versions(warehouse)).at(-1)).toEqual({ version: next.version, name: "next" });
    });
  });

  it("refuse a schema that a newer Periodical made", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      await warehouse.write(async (client) => {
        await migrate(client);
        await client.query("INSERT INTO periodical.migration (version, name) VALUES (99, 'from_the_future')");
      });
      await expect(warehouse.write(migrate)).rejects.toMatchObject({
        code: "WAREHOUSE_QUERY",
        message: expect.stringContaining("version 99"),
        hint: expect.stringContaining("update"),
      });
    });
  });

  it("are numbered without a gap", async () => {
    const folder = await mkdtemp(join(tmpdir(), "periodical-migrations-"));
    await writeFile(join(folder, "001_first.sql"), "SELECT 1");
    await writeFile(join(folder, "003_third.sql"), "SELECT 1");
    await expect(readMigrations(folder)).rejects.toThrow("003_third.sql");
    await rm(folder, { recursive: true });
  });
});
