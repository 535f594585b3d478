import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serverIsGone } from "./embedded-process.ts";

/**
 * Gives all test files of a run one project folder for one shared embedded server. The server starts with the first test
 * that needs it, ends by itself a second after the last one, and its folder goes with it.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), "periodical-tests-"));
  process.env.PERIODICAL_TEST_ROOT = root;
  return async () => {
    for (let turn = 0; turn < 300 && !serverIsGone(root); turn += 1) await sleep(100);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
}
