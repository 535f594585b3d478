import { randomBytes } from "node:crypto";
import { access, constants, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import { PeriodicalError } from "../errors.ts";
import { makeFolder } from "../folders.ts";
import type { BrowserProgram } from "./chromium.ts";
import { withDeadline } from "./deadline.ts";

export interface RunningBrowser {
  browser: Browser;
  profile: string;
}

/** Starts the browser when it is first needed, and anew after it died. */
export function browserKeeper(start: () => Promise<RunningBrowser>) {
  let current: Promise<RunningBrowser> | null = null;
  let ended = false;
  const remove = async (running: RunningBrowser) => {
    running.browser.process()?.kill("SIGKILL");
    await running.browser.disconnect().catch(() => {});
    await rm(running.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  return {
    async get(): Promise<RunningBrowser> {
      for (;;) {
        const awaited = current;
        const running = await awaited?.catch(() => null);
        if (running?.browser.connected) return running;
        // While this caller waited another one may have started a browser.
        if (current !== awaited) continue;
        if (ended) throw new Error("The printer is closed.");
        if (running) void remove(running).catch(() => {});
        current = start();
        return current;
      }
    },
    async kill(): Promise<void> {
      const running = await current?.catch(() => null);
      if (running) await remove(running).catch(() => {});
    },
    async close(): Promise<void> {
      ended = true;
      const running = await current?.catch(() => null);
      if (!running) return;
      await withDeadline(running.browser.close(), 3_000).catch(() => {});
      await remove(running).catch(() => {});
    },
  };
}

/** What a browser is started with. */
export interface LaunchOptions {
  /** Folder for the unpacked browser and its profiles. */
  cacheDir: string;
  /** Makes the shipped fonts the only ones the browser sees. */
  fonts: { confFile: string };
  env?: NodeJS.ProcessEnv | undefined;
  signal?: AbortSignal | undefined;
}

/** @throws {PeriodicalError} RENDER_FAILED when the program does not start */
export async function launch(
  program: BrowserProgram,
  profiles: string,
  options: LaunchOptions,
): Promise<RunningBrowser> {
  const { cacheDir, env = process.env, signal } = options;
  const profile = join(profiles, `${process.pid}-${randomBytes(4).toString("hex")}`);
  await makeFolder(profile);
  try {
    const browser = await puppeteer.launch({
      executablePath: program.executablePath,
      headless: "shell",
      // Over a pipe the browser ends by itself when this process is killed; over a socket it would live on.
      pipe: true,
      userDataDir: profile,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--font-render-hinting=none",
        "--host-resolver-rules=MAP * ~NOTFOUND",
      ],
      defaultViewport: null,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: 60_000,
      ...(signal ? { signal } : {}),
      env: {
        PATH: env.PATH,
        HOME: cacheDir,
        // Without one the browser dies as it starts and does not say why.
        TMPDIR: await firstWritable([env.TMPDIR, "/tmp", profile]),
        SYSTEMROOT: env.SYSTEMROOT,
        FONTCONFIG_FILE: options.fonts.confFile,
        TZ: "UTC",
        LANG: "C.UTF-8",
        ...(program.libraryPath === null ? {} : { LD_LIBRARY_PATH: program.libraryPath }),
      },
    });
    // A browser that is killed while it is written to breaks its pipes; who waits for it is told by puppeteer.
    for (const pipe of browser.process()?.stdio ?? []) pipe?.on("error", () => {});
    return { browser, profile };
  } catch (error) {
    await rm(profile, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw new PeriodicalError("RENDER_FAILED", `The browser could not be started: ${firstLine(error)}`, {
      cause: error,
      where: program.executablePath,
      hint:
        program.origin === "configured"
          ? "Point PUPPETEER_EXECUTABLE_PATH at a Chrome or Chromium that runs on this machine, or unset it."
          : "Check that there is memory, and room on the disk; or set PUPPETEER_EXECUTABLE_PATH to a Chrome or Chromium that runs on this machine.",
    });
  }
}

async function firstWritable(folders: readonly (string | undefined)[]): Promise<string | undefined> {
  for (const folder of folders) {
    if (folder === undefined || folder === "") continue;
    const writable = await access(folder, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (writable) return folder;
  }
  return undefined;
}

/** Profiles of processes that no longer run; a folder is named after the process that made it. */
export async function removeDeadProfiles(profiles: string): Promise<void> {
  await makeFolder(profiles);
  for (const name of await readdir(profiles)) {
    const pid = Number.parseInt(name, 10);
    if (Number.isInteger(pid) && (pid === process.pid || isAlive(pid))) continue;
    await rm(join(profiles, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
