import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { historyOf, readActions, writeActions } from "../../src/state/actions.ts";
import { migrate } from "../../src/state/migrate.ts";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { newAction } from "../helpers/action.ts";
import { openTestDatabase, withTestDatabase } from "../helpers/postgres.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const all = (warehouse: Warehouse) => warehouse.read(readActions);
const standard = { indicator: "wait", cut: { shift: "night" }, comparator: "<=" as const, threshold: 1, periods: 2 };

describe("actions", () => {
  it("are none, and no table is made, before the first is entered", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      expect(await all(warehouse)).toEqual([]);
      const [row] = await warehouse.read((session) => session.query("SELECT to_regnamespace('periodical') AS schema"));
      expect(row).toEqual({ schema: null });
    });
  });

  it("are kept whole and numbered", async () => {
    const { warehouse } = database;
    const given = newAction({
      scope: { team: "north" },
      edition: "monthly/2026-07/team=north",
      rule: "night-post",
      weakness: "wait/shift=night",
      measure: { en: "Staff a night post", "zh-CN": "增设夜间值守岗" },
      owner: "O'Brien; drop table",
      standard,
      standardText: "wait{shift=night} <= 1 h for 2 periods",
    });
    const added = await writeActions(warehouse, (book) => book.add(given, "li", "accepted"));
    expect(added).toMatchObject({
      ...given,
      id: "A-0001",
      status: "open",
      createdBy: "li",
      version: 1,
      closedAt: null,
    });
    expect(await all(warehouse)).toEqual([added]);
  });

  it("keep who changed what, from what to what, and why", async () => {
    const { warehouse } = database;
    const closed = await writeActions(warehouse, async (book) => {
      await book.change("A-1", { due: "2027-01-15", owner: "Wang" }, "chen", "late start");
      // Nothing differs: no new version, no entry.
      await book.change("a-0001", { due: "2027-01-15", standard: { ...standard, cut: { shift: "night" } } }, "chen");
      return book.change("A-0001", { status: "closed" }, "zhao", "done");
    });
    expect(closed).toMatchObject({ version: 3, status: "closed", closedBy: "zhao", closedAt: expect.any(String) });
    const history = await warehouse.read((session) => historyOf(session, "A-0001"));
    expect(
      history.map(({ version, by, field, before, after, why }) => [version, by, field, before, after, why]),
    ).toEqual([
      [1, "li", "created", null, "open", "accepted"],
      [2, "chen", "due", "2026-12-31", "2027-01-15", "late start"],
      [2, "chen", "owner", "O'Brien; drop table", "Wang", "late start"],
      [3, "zhao", "status", "open", "closed", "done"],
    ]);
    const reopened = await writeActions(warehouse, (book) => book.change("A-0001", { status: "open" }, "zhao"));
    expect(reopened).toMatchObject({ closedAt: null, closedBy: null, version: 4 });
  });

  it.each([
    "UPDATE periodical.action_change SET by = 'me'",
    "DELETE FROM periodical.action_change",
    "TRUNCATE periodical.action_change",
  ])("keep their history against: %s", async (sql) => {
    const attempt = database.warehouse.write((client) => client.query(sql));
    await expect(attempt).rejects.toMatchObject({ message: expect.stringContaining("only ever added to") });
  });

  it("are changed together or not at all", async () => {
    const { warehouse } = database;
    const before = await all(warehouse);
    const attempt = writeActions(warehouse, async (book) => {
      await book.add(newAction(), "li");
      await book.change("A-0099", { note: "?" }, "li");
    });
    await expect(attempt).rejects.toMatchObject({ code: "NOT_FOUND", message: "There is no action A-0099." });
    expect(await all(warehouse)).toEqual(before);
  });

  it("get no number twice and leave none out, however many write at once", async () => {
    const { warehouse } = database;
    const first = (await all(warehouse))?.length ?? 0;
    await Promise.all([1, 2, 3, 4].map((who) => writeActions(warehouse, (book) => book.add(newAction(), `p${who}`))));
    expect((await all(warehouse))?.map(({ id }) => id)).toEqual(
      Array.from({ length: first + 4 }, (_, i) => `A-000${i + 1}`),
    );
  });

  it("are not taken up again beside the action that carries the measure on", async () => {
    const { warehouse } = database;
    const parts = { rule: "guide", weakness: "accuracy" };
    const attempt = writeActions(warehouse, async (book) => {
      const old = await book.add(newAction({ ...parts, edition: "monthly/2026-01/all" }), "li");
      await book.change(old.id, { status: "cancelled" }, "li");
      const next = await book.add(newAction({ ...parts, edition: "monthly/2026-02/all" }), "li");
      await expect(book.change(old.id, { status: "open" }, "li")).rejects.toMatchObject({
        code: "BUSY",
        message: expect.stringContaining(next.id),
      });
    });
    await attempt;
  });
});

describe("a warehouse that Periodical may only read", () => {
  const asRole = async (
    role: string,
    use: (warehouse: Pick<Warehouse, "write">) => Promise<void>,
    grants: string[],
  ) => {
    const { warehouse } = database;
    await warehouse.write(migrate);
    await warehouse.write((client) => client.query(`CREATE ROLE ${role}`));
    try {
      for (const grant of grants) await warehouse.write((client) => client.query(`${grant} TO ${role}`));
      await use({
        write: (task, options) =>
          warehouse.write(async (client) => {
            await client.query(`SET LOCAL ROLE ${role}`);
            return task(client);
          }, options),
      });
    } finally {
      await warehouse.write((client) => client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`));
    }
  };

  it("has no actions where the tables are not readable, and says so when one is to be entered", async () => {
    await asRole(
      "actions_stranger",
      async (warehouse) => {
        expect(await warehouse.write((client) => readActions(client))).toBeNull();
        const attempt = writeActions(warehouse, (book) => book.add(newAction(), "li"));
        await expect(attempt).rejects.toMatchObject({ code: "STATE_READ_ONLY", hint: expect.stringContaining("role") });
      },
      [],
    );
  });

  it("shows the actions that others keep, and refuses changes", async () => {
    await asRole(
      "actions_reader",
      async (warehouse) => {
        expect(await warehouse.write((client) => readActions(client))).not.toHaveLength(0);
        const attempt = writeActions(warehouse, (book) => book.add(newAction(), "li"));
        await expect(attempt).rejects.toMatchObject({ code: "STATE_READ_ONLY" });
      },
      ["GRANT USAGE ON SCHEMA periodical", "GRANT SELECT ON ALL TABLES IN SCHEMA periodical"],
    );
  });

  it("has none where no table could ever be made", async () => {
    await withTestDatabase(async ({ warehouse }) => {
      await warehouse.write((client) => client.query("CREATE ROLE actions_nobody"));
      try {
        const found = await warehouse.write(async (client) => {
          await client.query("SET LOCAL ROLE actions_nobody");
          return readActions(client);
        });
        expect(found).toBeNull();
      } finally {
        await warehouse.write((client) => client.query("DROP ROLE actions_nobody"));
      }
    });
  });
});
