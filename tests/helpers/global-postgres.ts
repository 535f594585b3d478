import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findLeftovers } from "../../src/warehouse/embedded/leftovers.ts";

/**
 * Gives all test files of a run one project folder for one shared embedded server. The server starts with the first test
 * that needs it, ends by itself a second after the last one, and its folder goes with it.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), "periodical-tests-"));
  process.env.PERIODICAL_TEST_ROOT = root;
  return async () => {
    const data = join(root, ".periodical", "postgres");
    for (let turn = 0; turn < 300 && findLeftovers(data).length > 0; turn += 1) await sleep(50);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
}
