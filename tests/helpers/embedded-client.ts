import { createInterface } from "node:readline";
import type { WarehouseConfig } from "../../src/config/schema/project.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { withWarehouse } from "../../src/warehouse/warehouse.ts";

/**
 * A Periodical process on the embedded warehouse of a project, for tests that kill it. Started with the project's root;
 * reads statements from its input, one per line, runs each in a transaction of its own, and says `done` when the server has
 * acknowledged it. `hold <statement>` runs it in a transaction that stays open until the next line.
 */
async function main(root: string): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const warehouse: WarehouseConfig = {
    url_env: "DATABASE_URL",
    port: 5432,
    password_env: "PGPASSWORD",
    statement_timeout_s: 60,
    pool: 2,
  };
  const config = { root, project: { warehouse } } as Parameters<typeof withWarehouse>[0];
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  try {
    await withWarehouse(config, { env: {} }, async ({ write }) => {
      say("ready");
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        const [, hold, sql = ""] = /^(hold )?(.*)$/.exec(line.value) ?? [];
        await write(async (client) => {
          await client.query(sql);
          if (hold === undefined) return;
          say("held");
          await lines.next();
        });
        say("done");
      }
    });
    say("end");
  } catch (error) {
    if (!(error instanceof PeriodicalError)) throw error;
    say(`error ${JSON.stringify({ code: error.code, message: error.message, hint: error.hint })}`);
  }
  process.exit();
}

await main(process.argv[2] ?? "");
