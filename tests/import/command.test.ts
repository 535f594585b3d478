import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withTestDatabase } from "../helpers/postgres.ts";
import { withProject } from "../helpers/project.ts";
import { csv } from "./fixtures.ts";

const MAIN = join(import.meta.dirname, "../../src/cli/main.ts");
const CONFIG = `
datasets:
  tickets: { name: Tickets, source: { table: tickets }, time: { column: created_at } }
imports:
  tickets:
    dataset: tickets
    reject_at_most: 0.5
    columns: &columns
      id: { from: id, required: true }
      created_at: { from: created, type: timestamp }
  old_tickets: { dataset: tickets, columns: *columns }
`;

function run(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

describe("periodical import", () => {
  it("loads, sums up for people and for programs, and ends with the codes of docs/exit-codes.md", async () => {
    const files = {
      "periodical.yaml": "organisation: Test\ntimezone: Europe/Berlin\n",
      "config/x.yaml": CONFIG,
      "1.csv": csv("id,created,extra", "a,2026-10-01 08:00:00,1", "b,soon,1", "c,2026-10-02 08:00:00,1"),
      "2.csv": csv("id,created", "d,2026-10-03 08:00:00"),
    };
    await withTestDatabase(({ env }) =>
      withProject(files, async (root) => {
        const command = (...args: string[]) => run(["-C", root, "import", ...args], env);
        const first = await command("tickets", join(root, "1.csv"));
        expect([first.code, first.err]).toEqual([0, expect.stringContaining("Read ")]);
        expect(first.out).toContain("tickets → tickets (append, new table)");
        expect(first.out).toContain("1.csv: 2 loaded of 3 rows");
        expect(first.out).toContain("1  created_at: not a time written as yyyy-MM-dd HH:mm:ss (first in line 3)");
        expect(first.out).toContain("not used  extra");

        const json = await command(
          "tickets",
          join(root, "2.csv"),
          "--mapping",
          "old_tickets",
          "--mode",
          "replace-period",
          "--json",
        );
        expect(JSON.parse(json.out)).toMatchObject({
          mapping: "old_tickets",
          mode: "replace-period",
          files: [{ loaded: 1 }],
        });

        const again = await command("tickets", join(root, "1.csv"));
        expect([again.code, again.out]).toEqual([9, ""]);
        expect(again.err).toContain("--again");

        const wrong = await command("calls", join(root, "1.csv"), "--mapping", "tickets");
        expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('feeds dataset "tickets", not "calls"')]);
      }),
    );
  });
});
