import { chmodSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withWarehouse } from "../../src/warehouse/warehouse.ts";
import { serverIsGone, until } from "./embedded-process.ts";
import { testProject } from "./postgres.ts";

/** A data folder as the first start leaves it, to begin tests with: creating one takes a second. */
export interface ClusterTemplate {
  copyTo(root: string): void;
  remove(): void;
}

export async function makeClusterTemplate(): Promise<ClusterTemplate> {
  const template = newProjectFolder("periodical-template-");
  await withWarehouse({ root: template, project: testProject() }, { env: {} }, async () => undefined);
  await until(() => serverIsGone(template));
  return {
    copyTo: (root) =>
      cpSync(join(template, ".periodical", "postgres"), join(root, ".periodical", "postgres"), { recursive: true }),
    remove: () => rmSync(template, { recursive: true, force: true }),
  };
}

/** A temporary folder that everybody may read, unlike what `mkdtemp` makes. */
export function newProjectFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return folder;
}
