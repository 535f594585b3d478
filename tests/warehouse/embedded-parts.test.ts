import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PeriodicalError } from "../../src/errors.ts";
import { explainFailure } from "../../src/warehouse/embedded/failure.ts";
import { canReach } from "../../src/warehouse/embedded/identity.ts";
import { tryLock } from "../../src/warehouse/embedded/lock.ts";
import { findBinaries } from "../../src/warehouse/embedded/platform.ts";
import { explainSpawnError } from "../../src/warehouse/embedded/programs.ts";
import { nearNames } from "../../src/warehouse/near-names.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "periodical-parts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("binaries", () => {
  it("are found for this platform", () => {
    expect(findBinaries().version).toMatch(/^18\./);
  });

  it.each(["win32-x64", "linux-s390x", "freebsd-x64"])("do not exist for %s: says what to do", (platform) => {
    const attempt = (): unknown => findBinaries(platform);
    expect(attempt).toThrow(PeriodicalError);
    expect(attempt).toThrow(platform);
    try {
      attempt();
    } catch (error) {
      expect(error).toMatchObject({ code: "WAREHOUSE_UNREACHABLE", hint: expect.stringContaining("DATABASE_URL") });
    }
  });

  it("that are not installed: says how to install them", () => {
    const absent = process.platform === "darwin" ? "linux-ppc64" : "darwin-arm64";
    expect(() => findBinaries(absent)).toThrow("is not installed");
  });
});

describe("the reason why a server does not start", () => {
  // Recorded from PostgreSQL 18.4 and its initdb.
  it.each([
    ['initdb: error: could not create directory "/p/base": No space left on device', /disk is full/, /Make room/],
    [
      '2026-11-21 20:00:00.000 UTC [12] FATAL:  could not write lock file "postmaster.pid": No space left on device',
      /disk is full/,
      /DATABASE_URL/,
    ],
    ["initdb: error: could not look up effective user ID 4711: user does not exist", /user 4711/, /\/etc\/passwd/],
    [
      "2026-11-21 20:00:00.000 UTC [12] FATAL:  could not map anonymous shared memory: Cannot allocate memory",
      /memory/,
      /300 MB/,
    ],
    [
      '2026-11-21 20:00:00.000 UTC [12] FATAL:  could not open directory "base": Permission denied',
      /could not open directory "base": Permission denied/,
      /DATABASE_URL/,
    ],
    [
      "2026-11-21 20:00:00.000 UTC [12] PANIC:  could not locate a valid checkpoint record at 0/1510268",
      /damaged/,
      /backup/,
    ],
    ["EROFS: Read-only file system", /read-only/, /DATABASE_URL/],
    [
      "2026-11-21 20:00:00.000 UTC [12] FATAL:  something new",
      /cannot start: FATAL: {2}something new$/,
      /postgres\.log/,
    ],
    ["", /it said nothing/, /postgres\.log/],
  ])("%s", (log, message, hint) => {
    const failure = explainFailure(log, "start");
    expect(failure.message).toMatch(message);
    expect(failure.hint).toMatch(hint);
  });

  it("a system without glibc", () => {
    const error = Object.assign(new Error("spawn postgres ENOENT"), { code: "ENOENT" });
    expect(explainFailure(explainSpawnError(error), "start").message).toContain("glibc");
  });
});

describe("the lock", () => {
  it("is held by one only, and free again afterwards", () => {
    const file = join(folder, "lock");
    const first = tryLock(file);
    expect(first).not.toBeNull();
    expect(tryLock(file)).toBeNull();
    first?.();
    const second = tryLock(file);
    expect(second).not.toBeNull();
    second?.();
  });
});

describe("who can reach a file", () => {
  it("asks every folder on the way", () => {
    const inner = join(folder, "outer", "inner");
    mkdirSync(inner, { recursive: true });
    const file = join(inner, "file");
    writeFileSync(file, "");
    for (const path of [folder, join(folder, "outer"), inner]) chmodSync(path, 0o755);
    chmodSync(file, 0o644);
    const stranger = { uid: 54321, gid: 54321 };
    expect(canReach(stranger, file)).toBe(true);
    chmodSync(join(folder, "outer"), 0o750);
    expect(canReach(stranger, file)).toBe(false);
    expect(canReach({ uid: process.getuid?.() ?? 0, gid: 54321 }, file)).toBe(true);
    expect(canReach(stranger, join(folder, "missing"))).toBe(false);
  });
});

describe("near names", () => {
  it("are few, best first, and none where nothing is like it", () => {
    const names = ["tickets", "ticket_events", "calls", "customers", "Tickets_2025"];
    expect(nearNames("tikets", names)).toEqual(["tickets"]);
    expect(nearNames("TICKETS", names)[0]).toBe("tickets");
    expect(nearNames("warehouse", names)).toEqual([]);
    expect(nearNames("x", [])).toEqual([]);
  });
});
