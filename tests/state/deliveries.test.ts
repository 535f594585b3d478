import { spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  claimDelivery,
  enterDeliveries,
  giveBackUntold,
  type NewDelivery,
  readDeliveries,
  retryDeliveries,
  settleDelivery,
  takeUntold,
} from "../../src/state/deliveries.ts";
import { goneOwners, ownProcess, processIdentity } from "../../src/state/process-identity.ts";
import { openTestDatabase, type TestDatabase } from "../helpers/postgres.ts";

let database: TestDatabase & { close(): Promise<void> };
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
afterEach(() => database.warehouse.knex.raw("truncate periodical.delivery"));

const EDITION = { edition: "monthly/2026-10/all", revision: 1 };
const to = (recipient: string, revision = 1): NewDelivery => ({
  ...EDITION,
  revision,
  channel: "mail",
  recipient,
  particulars: { locale: "en", mail: { role: "to", to: [], cc: [] } },
  messageId: `${recipient}-${revision}`,
});
const enter = (...names: string[]): Promise<number> =>
  enterDeliveries(
    database.warehouse,
    names.map((name) => to(name)),
    "test",
  );
const ledger = () => database.warehouse.read((session) => readDeliveries(session));
const claim = () => claimDelivery(database.warehouse, EDITION);
const change = (sql: string) => database.warehouse.knex.raw(`update periodical.delivery set ${sql}`);

describe("the ledger of deliveries", () => {
  it("has each recipient of a revision once, whoever enters it and how often", async () => {
    expect(await Promise.all([enter("a", "b"), enter("b", "a"), enter("a")])).toContain(0);
    expect((await ledger()).map(({ recipient }) => recipient).sort()).toEqual(["a", "b"]);
    expect(await enterDeliveries(database.warehouse, [to("a", 2)], "test")).toBe(1);
  });

  it("gives each delivery to one of many who ask at once", async () => {
    await enter("a", "b", "c");
    const claims = await Promise.all(Array.from({ length: 8 }, claim));
    const got = claims.flatMap((one) => (one === null ? [] : [one.recipient]));
    expect(got.sort()).toEqual(["a", "b", "c"]);
    expect((await ledger()).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  });

  it("keeps a claim until its time is over, or at once no longer when its process is gone", async () => {
    await enter("a");
    await claim();
    expect(await claim()).toBeNull();
    await change("claim_until = now() - interval '1 s'");
    expect(await claim()).toMatchObject({ recipient: "a", attempts: 2 });
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await change(`claim_owner = '${await processIdentity(child.pid ?? 0)}'`);
    expect(await claim()).toBeNull();
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    expect(await claim()).toMatchObject({ recipient: "a", attempts: 3 });
    await change("claim_owner = 'of another machine 1 1'");
    expect(await claim()).toBeNull();
  });

  it("keeps that a message was accepted, even by one who lost the claim; nothing undoes it", async () => {
    await enter("a");
    const first = await claim();
    await change("claim_until = now() - interval '1 s'");
    const second = await claim();
    if (first === null || second === null) throw new Error("not claimed");
    await settleDelivery(database.warehouse, first, { status: "failed", response: "late", retryInS: 0 });
    expect((await ledger())[0]).toMatchObject({ status: "pending", response: null });
    await settleDelivery(database.warehouse, first, { status: "sent", response: "250 ok" });
    await settleDelivery(database.warehouse, second, { status: "given_up", response: "550" });
    expect((await ledger())[0]).toMatchObject({ status: "sent", response: "250 ok", claimedUntil: null });
    expect(await retryDeliveries(database.warehouse, EDITION)).toBe(0);
    expect(await claim()).toBeNull();
  });

  it("waits before the next attempt, and does not count one that was not even tried", async () => {
    await enter("a");
    const first = await claim();
    if (first === null) throw new Error("not claimed");
    await settleDelivery(database.warehouse, first, { status: "failed", response: "450", retryInS: 3600 });
    const [row] = await ledger();
    expect(Date.parse(row?.nextAttempt ?? "") - Date.parse(row?.attemptedAt ?? "")).toBeGreaterThan(3_500_000);
    expect(await claim()).toBeNull();
    await change("next_attempt = now()");
    const second = await claim();
    if (second === null) throw new Error("not claimed");
    await settleDelivery(database.warehouse, second, { status: "untried", response: "no password" });
    expect((await ledger())[0]).toMatchObject({ status: "failed", attempts: 1 });
    expect(await claim()).not.toBeNull();
  });

  it("lets the owner be told of each once, unless telling failed", async () => {
    await enter("a", "b");
    for (let turn = 0; turn < 2; turn += 1) {
      const claimed = await claim();
      if (claimed !== null) await settleDelivery(database.warehouse, claimed, { status: "given_up", response: "550" });
    }
    const takes = await Promise.all([takeUntold(database.warehouse, {}), takeUntold(database.warehouse, {})]);
    expect(takes.map(({ length }) => length).sort()).toEqual([0, 2]);
    await giveBackUntold(
      database.warehouse,
      takes
        .flat()
        .slice(0, 1)
        .map(({ id }) => id),
    );
    expect(await takeUntold(database.warehouse, {})).toHaveLength(1);
  });

  it("waits for a database that is away for a moment before it gives up an outcome", async () => {
    await enter("a");
    const claimed = await claim();
    if (claimed === null) throw new Error("not claimed");
    let failures = 2;
    const { PeriodicalError } = await import("../../src/errors.ts");
    const shaky: Pick<TestDatabase["warehouse"], "write"> = {
      write: (use, options) => {
        failures -= 1;
        if (failures < 0) return database.warehouse.write(use, options);
        return Promise.reject(new PeriodicalError("WAREHOUSE_UNREACHABLE", "away", { hint: "" }));
      },
    };
    await settleDelivery(shaky, claimed, { status: "sent", response: "250" });
    expect((await ledger())[0]?.status).toBe("sent");
  });
});

describe("whether a process still runs", () => {
  it("is known of this machine's, not of another's; a number that came again is another process", async () => {
    const own = await ownProcess();
    expect(own).toMatch(/^\S+ pid:\[\d+\] \d+ \d+$/);
    const before = own.replace(/\d+$/, "1");
    const elsewhere = own.replace(/^\S+/, "0000");
    expect(await goneOwners([own, before, elsewhere, ""])).toEqual([before]);
    expect(await processIdentity(2 ** 22 + 1)).toBe("");
  });
});
