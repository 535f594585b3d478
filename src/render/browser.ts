import { join } from "node:path";
import { PeriodicalError } from "../errors.ts";
import { type BrowserProgram, findBrowser } from "./chromium.ts";
import { anySignal, DeadlineError, withDeadline } from "./deadline.ts";
import { browserKeeper, firstLine, type LaunchOptions, launch, removeDeadProfiles } from "./launch.ts";
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

export interface PrinterOptions extends LaunchOptions {
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
        if (slot.page !== null) await withDeadline(slot.page.close(), 2_000).catch(() => {});
        slot.page = await withDeadline(openPage(browser), deadlineMs, jobSignal);
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
    version: async () => {
      signal?.throwIfAborted();
      try {
        const { browser } = await running.get();
        // A browser that was killed meanwhile never answers.
        return await withDeadline(browser.version(), deadlineMs, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof PeriodicalError) throw error;
        throw printFailed(error, program);
      }
    },
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

function printFailed(error: unknown, program: BrowserProgram): PeriodicalError {
  return new PeriodicalError("RENDER_FAILED", `The browser failed to print the document: ${firstLine(error)}`, {
    cause: error,
    where: program.executablePath,
    hint: "Run the command again; when it fails again, free some memory or set PUPPETEER_EXECUTABLE_PATH to another Chrome.",
  });
}
