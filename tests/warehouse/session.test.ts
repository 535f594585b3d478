import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../helpers/postgres.ts";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("a read session", () => {
  it("reads", async () => {
    expect(await database.warehouse.read((session) => session.query("select 1::int8 as one"))).toEqual([{ one: 1 }]);
  });
});
