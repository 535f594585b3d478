import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { access, chmod, constants, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar-fs";
import { PeriodicalError } from "../errors.ts";
import { makeFolder } from "../folders.ts";

/** A browser that can be started: its program and, for the one that ships in npm, the libraries it needs. */
export interface BrowserProgram {
  executablePath: string;
  /** Folder for `LD_LIBRARY_PATH` of the browser alone; null when the system has what it needs. */
  libraryPath: string | null;
  origin: "configured" | "npm" | "installed";
}

const CHROMIUM_PACKAGE = "@sparticuz/chromium";

/**
 * Finds the browser: `PUPPETEER_EXECUTABLE_PATH`, then the Chromium inside an npm package (Linux x64), then one that is
 * installed or was fetched into `<cacheDir>/browser`.
 *
 * @throws {PeriodicalError} RENDER_FAILED when none is there; the hint is the one command that fetches one
 */
export async function findBrowser(cacheDir: string, env: NodeJS.ProcessEnv = process.env): Promise<BrowserProgram> {
  const configured = env.PUPPETEER_EXECUTABLE_PATH;
  if (configured) {
    if (await isExecutable(configured)) return { executablePath: configured, libraryPath: null, origin: "configured" };
    throw new PeriodicalError("RENDER_FAILED", "PUPPETEER_EXECUTABLE_PATH does not name a program that can be run.", {
      where: configured,
      hint: "Correct the path, or unset PUPPETEER_EXECUTABLE_PATH to use the browser that comes with Periodical.",
    });
  }
  const shipped = await unpackShipped(cacheDir);
  if (shipped) return shipped;
  for (const candidate of await installedCandidates(cacheDir, env)) {
    if (await isExecutable(candidate)) return { executablePath: candidate, libraryPath: null, origin: "installed" };
  }
  throw missingBrowser(cacheDir);
}

/** The error for a machine without a browser; its hint is one command after which {@link findBrowser} finds one. */
export function missingBrowser(cacheDir: string): PeriodicalError {
  const command =
    process.platform === "linux" && process.arch === "x64"
      ? `npm install ${CHROMIUM_PACKAGE}`
      : `npx @puppeteer/browsers install chrome-headless-shell@stable --path "${join(cacheDir, "browser")}"`;
  return new PeriodicalError("RENDER_FAILED", "No browser was found to print documents with.", {
    hint: `Run: ${command}`,
  });
}

/**
 * Unpacks the Chromium of the npm package into the cache, once per version.
 *
 * The package's own `executablePath()` writes to a fixed place in the temporary folder: two processes that start together
 * may run a half-written file, an old version outlives an upgrade, and another user can plant one. Here a private folder
 * is filled and then renamed, so that the program is there whole or not at all.
 */
async function unpackShipped(cacheDir: string): Promise<BrowserProgram | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const packageDir = shippedPackageDir();
  if (packageDir === null || !existsSync(join(packageDir, "bin", "chromium.br"))) return null;
  const { version } = JSON.parse(await readFile(join(packageDir, "package.json"), "utf8")) as { version: string };
  const dir = join(cacheDir, `chromium-${version}-x64`);
  const program: BrowserProgram = {
    executablePath: join(dir, "chromium"),
    libraryPath: join(dir, "al2023", "lib"),
    origin: "npm",
  };
  if (await isWhole(program)) {
    // Where another user keeps the cache, it is also for them to tidy up.
    await removeAbandoned(cacheDir, `chromium-${version}-x64.tmp-`).catch(() => {});
    return program;
  }
  const temporary = await makeFolder(cacheDir)
    .then(() => mkdtemp(`${dir}.tmp-`))
    .catch((error: unknown) => {
      throw unpackFailed(error, dir);
    });
  try {
    await removeAbandoned(cacheDir, `chromium-${version}-x64.tmp-`);
    // Nothing in it is secret, and several users may share it.
    await chmod(temporary, 0o755);
    const unpack = (file: string) =>
      [createReadStream(join(packageDir, "bin", file)), createBrotliDecompress({ chunkSize: 1 << 21 })] as const;
    await Promise.all([
      pipeline(...unpack("chromium.br"), createWriteStream(join(temporary, "chromium"), { mode: 0o755 })),
      pipeline(...unpack("al2023.tar.br"), extract(join(temporary, "al2023"))),
    ]);
    const { size } = await stat(join(temporary, "chromium"));
    await writeFile(join(temporary, SIZE_FILE), String(size));
    // What was cut or changed since goes; a browser that runs from there keeps its open files.
    if (existsSync(dir) && !(await isWhole(program))) await rename(dir, `${temporary}-damaged`);
    await rename(temporary, dir);
  } catch (error) {
    // Another process may have been quicker: then its copy is as good as ours.
    if (!(await isWhole(program))) throw unpackFailed(error, dir);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(`${temporary}-damaged`, { recursive: true, force: true });
  }
  return program;
}

/** Beside the unpacked program: its size when it was whole. */
const SIZE_FILE = "size.txt";

async function isWhole({ executablePath, libraryPath }: BrowserProgram): Promise<boolean> {
  if (!(await isExecutable(executablePath)) || libraryPath === null || !existsSync(libraryPath)) return false;
  const size = await readFile(join(dirname(executablePath), SIZE_FILE), "utf8").catch(() => "");
  return (await stat(executablePath)).size === Number(size || Number.NaN);
}

function shippedPackageDir(): string | null {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(CHROMIUM_PACKAGE))));
  } catch {
    return null;
  }
}

function unpackFailed(error: unknown, dir: string): PeriodicalError {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return new PeriodicalError("RENDER_FAILED", `The browser could not be unpacked${code === "" ? "" : ` (${code})`}.`, {
    cause: error,
    where: dir,
    hint: "Make sure that the folder can be written to and that 300 MB are free there, then run the command again.",
  });
}

/** Copies that a killed process left half unpacked; young ones may still be in the making. */
async function removeAbandoned(folder: string, prefix: string, olderThanMs = 10 * 60_000): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(folder, name);
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > olderThanMs) await rm(path, { recursive: true, force: true });
  }
}

async function installedCandidates(cacheDir: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome-headless-shell"];
  const onPath = (env.PATH ?? "").split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)));
  const wellKnown: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ],
    win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((name) => {
      const root = env[name];
      return root === undefined
        ? []
        : [
            join(root, "Google", "Chrome", "Application", "chrome.exe"),
            join(root, "Microsoft", "Edge", "Application", "msedge.exe"),
          ];
    }),
  };
  const fetched = await fetchedBrowsers(join(cacheDir, "browser"));
  return [...fetched, ...(wellKnown[process.platform] ?? []), ...(process.platform === "win32" ? [] : onPath)];
}

/** Programs that `npx @puppeteer/browsers install … --path <cacheDir>/browser` left, newest name first. */
async function fetchedBrowsers(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /^(chrome-headless-shell|chrome)(\.exe)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .reverse();
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
