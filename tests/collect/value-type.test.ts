import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exactSum, exactSumOfSquares } from "../../src/collect/value-type.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** `[sum, sum of squares]` as the statements of an edition take them. */
async function sums(values: readonly number[], scale: number, type: "float" | "integer" = "float") {
  const column = type === "float" ? "float8" : "bigint";
  const { rows } = (await database.warehouse.knex.raw(
    `select (${exactSum("v", type, scale, [])})::float8 as sum, (${exactSumOfSquares("v", type, scale, [])})::float8 as squares
       from unnest(?::${column}[]) as v`,
    [[...values]],
  )) as { rows: { sum: number; squares: number }[] };
  return [rows[0]?.sum ?? null, rows[0]?.squares ?? null];
}

/** Exact sum of doubles: each is a multiple of 2^-1074, added up as a whole number of 2^-200 (none here is finer). */
function exact(values: readonly number[]): number {
  const total = values.reduce((sum, value) => {
    const exponent = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) - 52;
    const whole = BigInt(value / 2 ** exponent);
    return sum + (whole << BigInt(200 + exponent));
  }, 0n);
  return Number(total) / 2 ** 200;
}

describe("sums of binary floating point", () => {
  it("a decimal stays the decimal it was", async () => {
    expect(await sums([1.2], 1)).toEqual([1.2, 1.44]);
    expect(await sums(Array(10).fill(0.1), 1)).toEqual([1, 0.1]);
    expect(await sums([0.07, 0.01], 0.05)).toEqual([0.08, 0.005]);
  });

  it.each([
    ["hours around a target", 1.5, 1, 1000],
    ["thousandths of a second", 0.0015, 0.001, 1000],
    ["billionths, with a target of their size", 1.5e-9, 1e-9, 1000],
    ["money without a target", 1, 1e7, 1000],
    ["1e15, with a target of its size", 1e15, 1e15, 1000],
    ["1e15, without a target", 1, 1e15, 1000],
    ["1e120, whose square no bigint could hold", 1, 1e120, 100],
  ])("%s: right to 10^-12", async (_, scale, size, count) => {
    const values = Array.from({ length: count }, (__, i) => size * (0.3 + ((i * 7919) % 1000) / 700));
    const [sum, squares] = await sums(values, scale);
    const relative = (found: number | null | undefined, wanted: number) => Math.abs((found ?? Number.NaN) / wanted - 1);
    expect(relative(sum, exact(values))).toBeLessThan(1e-12);
    expect(relative(squares, exact(values.map((value) => value * value)))).toBeLessThan(1e-12);
  });

  it("one value far off the others, and of the other sign, costs none of them", async () => {
    expect(await sums([1.2, 5e6, -5e6], 1)).toEqual([1.2, 5e13 + 1.44]);
  });

  it("nothing is nothing, and what is no number is not hidden", async () => {
    expect(await sums([], 1)).toEqual([null, null]);
    expect((await sums([1, Number.NaN], 1))[0]).toBeNaN();
    expect((await sums([1, Number.POSITIVE_INFINITY], 1))[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("squares of whole numbers", () => {
  it("are exact in every order where their target says that they are large", async () => {
    const values = [3_100_000_001, 1, 3_100_000_003];
    expect(await sums(values, 1e9, "integer")).toEqual([
      6_200_000_005,
      Number(values.reduce((t, v) => t + BigInt(v) ** 2n, 0n)),
    ]);
  });
});
