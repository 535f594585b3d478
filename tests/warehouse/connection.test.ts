import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { ProjectConfig } from "../../src/config/schema/project.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { findServer } from "../../src/warehouse/connection.ts";
import { testProject } from "../helpers/postgres.ts";

const find = (env: NodeJS.ProcessEnv, warehouse: Partial<ProjectConfig["warehouse"]> = {}) =>
  findServer({ root: "/project", project: testProject(warehouse) }, env);

describe("where the warehouse is", () => {
  it("is here, when nobody says otherwise", () => {
    expect(find({})).toBeNull();
    expect(find({ DATABASE_URL: "  " })).toBeNull();
    expect(find({ PGHOST: "elsewhere", PGUSER: "x" })).toBeNull();
  });

  it("is where the URL says, before the fields", () => {
    const found = find(
      { DATABASE_URL: "postgres://u@url.example/db" },
      { host: "fields.example", user: "f", database: "f" },
    );
    expect(found?.name).toBe("url.example:5432/db");
  });

  it("is in the variable the configuration names", () => {
    const env = { DATABASE_URL: "postgres://u@other/db", WAREHOUSE_URL: "postgresql://u@mine:6543/db" };
    expect(find(env, { url_env: "WAREHOUSE_URL" })).toMatchObject({ name: "mine:6543/db", where: "WAREHOUSE_URL" });
  });

  it.each([
    ["postgres://u:p%40ss%2F%25@h/db", { user: "u", password: "p@ss/%", host: "h", port: 5432, database: "db" }],
    ["postgres://u@h:6000/my%20db?application_name=x", { user: "u", host: "h", port: 6000, database: "my db" }],
    ["postgres://u@[::1]:6000/db", { host: "::1", port: 6000 }],
    ["postgres://u@/db?host=%2Fvar%2Frun%2Fpostgresql", { host: "/var/run/postgresql", database: "db", user: "u" }],
    ["postgres:///db?host=/var/run/postgresql&user=u", { host: "/var/run/postgresql", database: "db", user: "u" }],
    ["postgres://u@h", { database: "u" }],
  ])("reads %s", (url, settings) => {
    expect(find({ DATABASE_URL: url })?.settings).toMatchObject(settings);
  });

  it.each([
    "not a url: secret",
    "mysql://u:secret@h/db",
    "postgres://u:secret@/db",
    "postgres://h/db?password=secret",
    "postgres://u:secret%@h/db",
    "postgres://u:secret@h/db?sslmode=perhaps",
    "postgres://u:secret@h:99999/db",
  ])("refuses %s without repeating it", (url) => {
    let error: unknown;
    try {
      find({ DATABASE_URL: url });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PeriodicalError);
    expect(error).toMatchObject({ code: "CONFIG_INVALID", where: "DATABASE_URL" });
    // As a log or a crash report would show it, causes included.
    expect(inspect(error, { depth: 10 })).not.toContain("secret");
  });

  it("wants the fields to be complete", () => {
    expect(() => find({}, { host: "h", database: "db" })).toThrow("no user");
    expect(() => find({}, { host: "h", user: "u" })).toThrow("no database");
  });

  it("is named without its password", () => {
    const found = find({ DATABASE_URL: "postgres://u:secret@h/db?password=secret2" });
    const { settings: _, ...named } = found ?? { settings: null };
    expect(JSON.stringify(named)).not.toContain("secret");
  });
});

describe("encryption", () => {
  const ssl = (url: string, tls?: ProjectConfig["warehouse"]["tls"]) =>
    find({ DATABASE_URL: url }, { tls })?.settings.ssl;

  it("is off unless asked for", () => {
    expect(ssl("postgres://u@h/db")).toBe(false);
    expect(ssl("postgres://u@h/db?sslmode=disable")).toBe(false);
  });

  it("of the configuration wins over the URL", () => {
    expect(ssl("postgres://u@h/db?sslmode=require", { mode: "verify-full" })).toMatchObject({
      rejectUnauthorized: true,
    });
    expect(ssl("postgres://u@h/db?sslmode=require", { mode: "disable" })).toBe(false);
  });

  it("speaks libpq's words in the URL", () => {
    expect(ssl("postgres://u@h/db?sslmode=require")).toEqual({ rejectUnauthorized: false });
    expect(ssl("postgres://u@h/db?sslmode=verify-full")).toEqual({ rejectUnauthorized: true });
    expect(ssl("postgres://u@h/db?sslmode=verify-full&sslrootcert=system")).toEqual({ rejectUnauthorized: true });
  });
});
