import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesOf, findImport, recordImport } from "../../src/state/import-ledger.ts";
import { migrate } from "../../src/state/migrate.ts";
import { openTestDatabase, withTestDatabase } from "../helpers/postgres.ts";

const FILE = {
  dataset: "tickets",
  name: "tickets 2026-10.csv",
  sha256: "a".repeat(64),
  mapping: "tickets-csv",
  mappingFingerprint: "b".repeat(64),
  mode: "append" as const,
  rows: 5_000_000_000,
  rejected: 3,
  firstTime: new Date("2026-09-30T22:00:00Z"),
  lastTime: new Date("2026-10-31T22:59:59.5Z"),
  again: false,
};

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("the import ledger", () => {
  it("is empty, and not created, where nothing was ever imported", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      await warehouse.read(async (session) => {
        expect(await filesOf(session, "tickets")).toEqual([]);
        expect(await findImport(session, "tickets", FILE.sha256)).toBeNull();
        expect(await session.query("SELECT to_regnamespace('periodical') AS schema")).toEqual([{ schema: null }]);
      });
    });
  });

  it("knows a file by its content, per dataset", async () => {
    const { warehouse } = database;
    const recorded = await warehouse.write(async (client) => {
      await migrate(client);
      expect(await findImport(client, "tickets", FILE.sha256)).toBeNull();
      return recordImport(client, FILE);
    });
    expect(recorded).toMatchObject({
      rows: 5_000_000_000,
      firstTime: "2026-09-30T22:00:00.000Z",
      lastTime: "2026-10-31T22:59:59.500Z",
    });
    await warehouse.read(async (session) => {
      expect(await findImport(session, "tickets", FILE.sha256)).toEqual(recorded);
      expect(await findImport(session, "calls", FILE.sha256)).toBeNull();
      expect(await findImport(session, "tickets", "c".repeat(64))).toBeNull();
    });
  });

  it("refuses the same file twice, unless it is asked for again", async () => {
    const { warehouse } = database;
    const twice = warehouse.write((client) => recordImport(client, { ...FILE, name: "renamed.csv" }));
    await expect(twice).rejects.toMatchObject({ code: "IMPORT_REJECTED", where: "renamed.csv" });
    await warehouse.write((client) => recordImport(client, { ...FILE, name: "renamed.csv", again: true }));
    await warehouse.write((client) => recordImport(client, { ...FILE, name: "third.csv", again: true }));
    const names = (await warehouse.read((session) => filesOf(session, "tickets"))).map(({ name }) => name);
    expect(names).toEqual([FILE.name, "renamed.csv", "third.csv"]);
  });

  it("lets only one of two processes that import the same file at once", async () => {
    const { warehouse } = database;
    const file = { ...FILE, sha256: "d".repeat(64) };
    const results = await Promise.allSettled([1, 2].map(() => warehouse.write((client) => recordImport(client, file))));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "IMPORT_REJECTED" } });
  });

  it("forgets what was undone", async () => {
    const { warehouse } = database;
    const file = { ...FILE, sha256: "e".repeat(64), dataset: "calls" };
    const attempt = warehouse.write(async (client) => {
      await recordImport(client, file);
      throw new Error("too many bad rows");
    });
    await expect(attempt).rejects.toThrow();
    expect(await warehouse.read((session) => filesOf(session, "calls"))).toEqual([]);
  });

  it("takes a file without a single row", async () => {
    const { warehouse } = database;
    const file = { ...FILE, sha256: "f".repeat(64), dataset: "empty", rows: 0, firstTime: null, lastTime: null };
    await warehouse.write((client) => recordImport(client, file));
    expect(await warehouse.read((session) => filesOf(session, "empty"))).toMatchObject([
      { rows: 0, firstTime: null, lastTime: null },
    ]);
  });

  it("says what is missing when the role may not read it", async () => {
    const { warehouse } = database;
    await warehouse.write((client) => client.query("CREATE ROLE ledger_stranger"));
    try {
      // The role of one transaction, as a read-only login would have it for all.
      const attempt = warehouse.write(async (client) => {
        await client.query("SET LOCAL ROLE ledger_stranger");
        return filesOf(client, "tickets");
      });
      await expect(attempt).rejects.toMatchObject({
        code: "WAREHOUSE_QUERY",
        hint: expect.stringContaining("GRANT USAGE ON SCHEMA periodical"),
      });
    } finally {
      await warehouse.write((client) => client.query("DROP ROLE ledger_stranger"));
    }
  });
});
