import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Warehouse } from "../../src/warehouse/warehouse.ts";
import { openTestDatabase, withTestDatabase } from "../helpers/postgres.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let warehouse: Warehouse;

beforeAll(async () => {
  database = await openTestDatabase();
  warehouse = database.warehouse;
  await warehouse.write((client) =>
    client.query("CREATE TABLE tickets (id int PRIMARY KEY, created_at timestamptz, first_response_at timestamptz)"),
  );
});

afterAll(() => database.close());

const read = (sql: string, params: unknown[] = []): Promise<object[]> =>
  warehouse.read((session) => session.query(sql, params));

describe("values", () => {
  it("integers of eight bytes are numbers, up to 2^53", async () => {
    const rows = await read(
      "SELECT 9007199254740991::int8 AS most, -9007199254740991::int8 AS least, count(*) FROM tickets",
    );
    expect(rows).toEqual([{ most: 9007199254740991, least: -9007199254740991, count: 0 }]);
  });

  it("an integer that is no exact number is an error, not a wrong figure", async () => {
    await expect(read("SELECT 9007199254740992::int8 AS more")).rejects.toMatchObject({
      code: "WAREHOUSE_QUERY",
      message: expect.stringContaining("9007199254740992"),
    });
  });

  it("numeric is the nearest number; NaN is an error", async () => {
    const rows = await read(
      "SELECT 0.1::numeric AS tenth, 1e15::numeric AS large, avg(x) AS mean FROM (VALUES (1), (2)) v (x)",
    );
    expect(rows).toEqual([{ tenth: 0.1, large: 1e15, mean: 1.5 }]);
    await expect(read("SELECT 'NaN'::numeric")).rejects.toMatchObject({ code: "WAREHOUSE_QUERY" });
  });

  it("dates and times without a zone stay what they are, whatever the zone of this machine", async () => {
    const [row] = await read(`SELECT date '2026-10-25' AS day, timestamp '2026-10-25 02:30:00' AS wall,
      timestamptz '2026-10-25 02:30:00+02' AS instant, interval '90 minutes' AS span, null::date AS none`);
    expect(row).toEqual({
      day: "2026-10-25",
      wall: "2026-10-25 02:30:00",
      instant: new Date("2026-10-25T00:30:00Z"),
      span: "01:30:00",
      none: null,
    });
  });

  it("arrays hold the same values", async () => {
    expect(
      await read("SELECT ARRAY[1::int8, null] AS n, ARRAY[1.5, 2] AS d, ARRAY[date '2026-01-02'] AS days"),
    ).toEqual([{ n: [1, null], d: [1.5, 2], days: ["2026-01-02"] }]);
  });

  it("an infinite time is an error", async () => {
    await expect(read("SELECT 'infinity'::timestamptz")).rejects.toMatchObject({ code: "WAREHOUSE_QUERY" });
  });

  it("the query builder reads values the same way", async () => {
    const { rows } = await warehouse.knex.raw("SELECT 1::int8 AS n, date '2026-01-02' AS day");
    expect(rows).toEqual([{ n: 1, day: "2026-01-02" }]);
  });

  it("leaves the driver's own settings alone", async () => {
    const { default: pg } = await import("pg");
    expect(pg.types.getTypeParser(20)("1")).toBe("1");
  });
});

describe("a read session", () => {
  it("binds values", async () => {
    expect(await read("SELECT $1::text AS text, $2::int AS n", ["'; DROP TABLE tickets; --", 3])).toEqual([
      { text: "'; DROP TABLE tickets; --", n: 3 },
    ]);
  });

  it("thinks in UTC", async () => {
    expect(await read("SELECT current_setting('timezone') AS zone")).toEqual([{ zone: "UTC" }]);
  });

  it("sees one state of the warehouse, whatever others write meanwhile", async () => {
    const counts = await warehouse.read(async (session) => {
      const [before] = await session.query<{ n: number }>("SELECT count(*) AS n FROM tickets");
      await warehouse.write((client) => client.query("INSERT INTO tickets VALUES (100)"));
      const [after] = await session.query<{ n: number }>("SELECT count(*) AS n FROM tickets");
      return [before?.n, after?.n];
    });
    expect(counts).toEqual([0, 0]);
    await warehouse.write((client) => client.query("DELETE FROM tickets"));
  });

  it.each([
    ["an INSERT", "INSERT INTO tickets VALUES (1)"],
    ["a table", "CREATE TABLE other (id int)"],
    ["a function that writes", "SELECT setval('s', 1)"],
    ["a way out of the transaction", "SELECT 1; COMMIT; INSERT INTO tickets VALUES (1)"],
    ["a writable transaction", "SET TRANSACTION READ WRITE"],
  ])("refuses %s", async (_, sql) => {
    await warehouse.write((client) => client.query("CREATE SEQUENCE IF NOT EXISTS s"));
    const attempt = warehouse.read(async (session) => {
      await session.query("SELECT 1 AS first");
      return session.query(sql);
    });
    await expect(attempt).rejects.toMatchObject({ code: "WAREHOUSE_QUERY" });
    expect(await read("SELECT id FROM tickets")).toEqual([]);
  });

  it("takes statements in any order and answers each", async () => {
    const answers = await warehouse.read((session) =>
      Promise.all([1, 2, 3].map((n) => session.query<{ n: number }>("SELECT $1::int AS n", [n]))),
    );
    expect(answers.flat().map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it("is over after an error, with the same error", async () => {
    const codes = await warehouse.read(async (session) => {
      const failures: unknown[] = [];
      for (const sql of ["SELECT * FROM nowhere", "SELECT 1"]) {
        await session.query(sql).catch((error: Error) => failures.push(error));
      }
      return failures;
    });
    expect(codes).toHaveLength(2);
    expect(codes[0]).toBe(codes[1]);
  });

  it("returns what its caller throws unchanged", async () => {
    const own = new TypeError("mine");
    await expect(
      warehouse.read(async () => {
        throw own;
      }),
    ).rejects.toBe(own);
  });
});

describe("what is wrong is named", () => {
  it("a table, with the one that was meant", async () => {
    await expect(read("SELECT * FROM tikets")).rejects.toMatchObject({
      code: "WAREHOUSE_QUERY",
      message: 'The warehouse has no table or view "tikets".',
      hint: expect.stringContaining('Did you mean "tickets"?'),
      where: "tikets",
    });
  });

  it("a column, with the one that was meant", async () => {
    for (const sql of ["SELECT first_reponse_at FROM tickets", "SELECT t.first_reponse_at FROM tickets t"]) {
      await expect(read(sql)).rejects.toMatchObject({
        code: "WAREHOUSE_QUERY",
        message: expect.stringContaining('"first_reponse_at"'),
        hint: expect.stringContaining('"first_response_at"'),
        where: "first_reponse_at",
      });
    }
  });

  it("an expression", async () => {
    await expect(read("SELECT created_at + 'x' FROM tickets")).rejects.toMatchObject({
      code: "WAREHOUSE_QUERY",
      message: expect.stringContaining("expression"),
    });
    await expect(read("SELECT FROM WHERE")).rejects.toMatchObject({ message: expect.stringContaining("syntax error") });
  });
});

describe("a statement that takes too long", () => {
  it("is cancelled on the server after the configured time", async () => {
    await withTestDatabase(
      async ({ warehouse: impatient }) => {
        await expect(impatient.read((session) => session.query("SELECT pg_sleep(30)"))).rejects.toMatchObject({
          code: "WAREHOUSE_QUERY",
          message: expect.stringContaining("longer than 0.2 s"),
          where: "periodical.yaml: warehouse.statement_timeout_s",
        });
        const [row] = await impatient.read((session) => session.query("SELECT 1 AS alive"));
        expect(row).toEqual({ alive: 1 });
      },
      { statement_timeout_s: 0.2 },
    );
  });
});

describe("Ctrl-C", () => {
  const sleeping = "SELECT count(*) AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(77%'";

  async function untilRunning(): Promise<void> {
    for (;;) {
      const [row] = (await read(`${sleeping} AND pid <> pg_backend_pid()`)) as { n: number }[];
      if ((row?.n ?? 0) > 0) return;
      await sleep(10);
    }
  }

  it("cancels the running statement on the server", async () => {
    const controller = new AbortController();
    const running = warehouse.read((session) => session.query("SELECT pg_sleep(77)"), { signal: controller.signal });
    running.catch(() => undefined);
    await untilRunning();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(await read(`${sleeping} AND pid <> pg_backend_pid()`)).toEqual([{ n: 0 }]);
  });

  it("undoes an open transaction", async () => {
    const controller = new AbortController();
    const running = warehouse.write(
      async (client) => {
        await client.query("INSERT INTO tickets VALUES (7)");
        await client.query("SELECT pg_sleep(77)");
      },
      { signal: controller.signal },
    );
    running.catch(() => undefined);
    await untilRunning();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(await read("SELECT id FROM tickets")).toEqual([]);
  });

  it("ends a transaction whose caller hangs, by cutting its connection", async () => {
    const controller = new AbortController();
    const running = warehouse.write(
      async (client) => {
        await client.query("INSERT INTO tickets VALUES (8)");
        controller.abort();
        await new Promise(() => undefined);
      },
      { signal: controller.signal },
    );
    await expect(running).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(await read("SELECT id FROM tickets")).toEqual([]);
  });

  it("starts nothing once it was given", async () => {
    const signal = AbortSignal.abort();
    await expect(warehouse.read(async () => "never", { signal })).rejects.toMatchObject({ code: "INTERRUPTED" });
  });

  it("does not undo what was finished before", async () => {
    const controller = new AbortController();
    const write = warehouse.write((client) => client.query("INSERT INTO tickets VALUES (9)"), {
      signal: controller.signal,
    });
    await write;
    controller.abort();
    expect(await read("SELECT id FROM tickets")).toEqual([{ id: 9 }]);
    await warehouse.write((client) => client.query("DELETE FROM tickets"));
  });
});

describe("a write", () => {
  it("is undone when its caller throws", async () => {
    const attempt = warehouse.write(async (client) => {
      await client.query("INSERT INTO tickets VALUES (1)");
      throw new Error("no");
    });
    await expect(attempt).rejects.toThrow("no");
    expect(await read("SELECT id FROM tickets")).toEqual([]);
  });

  it("reports a connection that was lost in the middle, and the next one works", async () => {
    const attempt = warehouse.write(async (client) => {
      const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      await warehouse.knex.raw("SELECT pg_terminate_backend(?)", [rows[0]?.pid ?? 0]);
      await client.query("SELECT 1");
    });
    await expect(attempt).rejects.toMatchObject({ code: "WAREHOUSE_UNREACHABLE" });
    expect(await read("SELECT 1 AS alive")).toEqual([{ alive: 1 }]);
  });
});
