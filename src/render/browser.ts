import { randomBytes } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import { PeriodicalError } from "../errors.ts";
import { type BrowserProgram, findBrowser } from "./chromium.ts";
import { openPage, type Printed, type PrintPage } from "./print-page.ts";

/** Prints complete HTML documents. Lent by {@link withPrinter}; useless afterwards. */
export interface Printer {
  program: BrowserProgram;
  /** Whether documents must bring their fonts: only on Linux can the browser be told which ones there are. */
  bringFonts: boolean;
  /** E.g. `HeadlessChrome/153.0.7151.0`. */
  version: () => Promise<string>;
  /**
   * Prints one document. Several calls may run at once; they share the pages.
   *
   * @throws {PeriodicalError} RENDER_FAILED when the browser fails twice in a row
   */
  print: (html: string, options?: { signal?: AbortSignal }) => Promise<Printed>;
  /** Prints the document last printed once more, as it stands in its page: the least time a print can take. */
  again: () => Promise<Uint8Array>;
  /** Process id of the browser running now, for measurements and tests. */
  pid: () => Promise<number>;
}

export interface PrinterOptions {
  /** Folder for the unpacked browser and its profiles. */
  cacheDir: string;
  /** Makes the shipped fonts the only ones the browser sees. */
  fonts: { confFile: string };
  env?: NodeJS.ProcessEnv | undefined;
  signal?: AbortSignal | undefined;
  /** Documents printed at the same time. */
  pages?: number;
  /** A print that takes longer means a browser that hangs: it is killed and started again (milliseconds). */
  deadlineMs?: number;
}

/** A page is closed after so many documents, long before what it keeps can add up. */
const JOBS_PER_PAGE = 100;

/**
 * Owns the browser: started with the first document, shared by all, gone when `use` ends, however it ends.
 *
 * The browser reaches nothing: scripts are off, the network is off, and a document brings its pictures along.
 */
export async function withPrinter<T>(options: PrinterOptions, use: (printer: Printer) => Promise<T>): Promise<T> {
  const { cacheDir, signal, pages = 2, deadlineMs = 60_000 } = options;
  signal?.throwIfAborted();
  const program = await findBrowser(cacheDir, options.env);
  const profiles = join(cacheDir, "profiles");
  await removeDeadProfiles(profiles);

  const running = browserKeeper(() => launch(program, profiles, options));
  const slots = pageSlots(pages);
  const kill = () => void running.kill();
  signal?.addEventListener("abort", kill, { once: true });

  const printOnce = (html: string, jobSignal: AbortSignal | undefined): Promise<Printed> =>
    slots.lend(async (slot) => {
      const { browser } = await running.get();
      if (slot.page === null || slot.page.browser !== browser || slot.jobs >= JOBS_PER_PAGE) {
        await slot.page?.close().catch(() => {});
        slot.page = await withDeadline(openPage(browser), deadlineMs);
        slot.jobs = 0;
      }
      slot.jobs += 1;
      try {
        return await withDeadline(slot.page.print(html), deadlineMs, jobSignal);
      } catch (error) {
        // What a failed page holds is unknown: it is given up, and with it a browser that no longer answers.
        const page = slot.page;
        slot.page = null;
        const closed = await withDeadline(page.close(), 2_000).then(
          () => true,
          () => false,
        );
        if (!closed || error instanceof DeadlineError) await running.kill();
        throw error;
      }
    });

  const printer: Printer = {
    program,
    bringFonts: process.platform !== "linux",
    version: async () => (await running.get()).browser.version(),
    again: () =>
      slots.lend((slot) => {
        if (slot.page === null) throw new Error("Nothing was printed before.");
        return withDeadline(slot.page.again(), deadlineMs);
      }),
    pid: async () => (await running.get()).browser.process()?.pid ?? 0,
    print: async (html, { signal: jobSignal } = {}) => {
      const stop = anySignal(signal, jobSignal);
      for (let attempt = 1; ; attempt += 1) {
        stop?.throwIfAborted();
        try {
          return await printOnce(html, stop);
        } catch (error) {
          stop?.throwIfAborted();
          if (error instanceof PeriodicalError) throw error;
          if (attempt >= 2) throw printFailed(error, program);
        }
      }
    },
  };

  try {
    return await use(printer);
  } finally {
    signal?.removeEventListener("abort", kill);
    await running.close();
  }
}

interface RunningBrowser {
  browser: Browser;
  profile: string;
}

/** Starts the browser when it is first needed, and anew after it died. */
function browserKeeper(start: () => Promise<RunningBrowser>) {
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

interface Slot {
  page: PrintPage | null;
  jobs: number;
}

/** A fixed number of places; who comes late waits in line. */
function pageSlots(count: number) {
  const free: Slot[] = Array.from({ length: count }, () => ({ page: null, jobs: 0 }));
  const waiting: ((slot: Slot) => void)[] = [];
  return {
    async lend<T>(use: (slot: Slot) => Promise<T>): Promise<T> {
      // The last one used first: its page is warm.
      const slot = free.pop() ?? (await new Promise<Slot>((resolve) => waiting.push(resolve)));
      try {
        return await use(slot);
      } finally {
        const next = waiting.shift();
        if (next) next(slot);
        else free.push(slot);
      }
    },
  };
}

async function launch(program: BrowserProgram, profiles: string, options: PrinterOptions): Promise<RunningBrowser> {
  const { cacheDir, env = process.env, signal } = options;
  const profile = join(profiles, `${process.pid}-${randomBytes(4).toString("hex")}`);
  await mkdir(profile, { recursive: true });
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
        TMPDIR: env.TMPDIR,
        SYSTEMROOT: env.SYSTEMROOT,
        FONTCONFIG_FILE: options.fonts.confFile,
        TZ: "UTC",
        LANG: "C.UTF-8",
        ...(program.libraryPath === null ? {} : { LD_LIBRARY_PATH: program.libraryPath }),
      },
    });
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
          : "Set PUPPETEER_EXECUTABLE_PATH to a Chrome or Chromium that runs on this machine.",
    });
  }
}

/** Profiles of processes that no longer run; a folder is named after the process that made it. */
async function removeDeadProfiles(profiles: string): Promise<void> {
  await mkdir(profiles, { recursive: true });
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

class DeadlineError extends Error {}

/** Puppeteer's own timeouts do not hold when the page's thread is stuck, hence one from outside. */
async function withDeadline<T>(work: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  const guard = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`no answer within ${ms / 1000} s`)), ms);
    stop = () => reject(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, guard]);
  } finally {
    clearTimeout(timer);
    if (stop) signal?.removeEventListener("abort", stop);
    // The loser of the race may still fail later; nobody is left to hear of it.
    work.catch(() => {});
  }
}

function anySignal(...signals: (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length < 2 ? given[0] : AbortSignal.any(given);
}

function printFailed(error: unknown, program: BrowserProgram): PeriodicalError {
  return new PeriodicalError("RENDER_FAILED", `The browser failed to print the document: ${firstLine(error)}`, {
    cause: error,
    where: program.executablePath,
    hint: "Run the command again; when it fails again, free some memory or set PUPPETEER_EXECUTABLE_PATH to another Chrome.",
  });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
