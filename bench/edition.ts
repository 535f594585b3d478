import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { compose } from "../src/compose/compose.ts";
import { loadLocale } from "../src/compose/locale.ts";
import { evaluate } from "../src/evaluate/evaluate.ts";
import { type Printer, withPrinter } from "../src/render/browser.ts";
import { prepareFonts } from "../src/render/fonts.ts";
import { renderEdition } from "../src/render/render.ts";
import { afterSalesFixture } from "../tests/helpers/snapshot.ts";

const ROOT = path.join(import.meta.dirname, "..");
const WARM_UP = 6;
const ROUNDS = 15;
const EDITIONS = 200;
const LOCALES = ["en", "zh-CN"] as const;

/**
 * One warm edition of the monthly report, from the snapshot to the PDF that was read back, against the least it could take:
 * printing the finished page once more. Then 200 editions in a row, and what they leave in memory.
 */
export async function run(): Promise<{ name: string; ratio: number; limit: string; detail: string }[]> {
  const cacheDir = path.join(ROOT, ".periodical", "cache");
  const fonts = await prepareFonts(cacheDir);
  return withPrinter({ cacheDir, fonts, pages: 1 }, async (printer) => {
    const rows = [];
    for (const locale of LOCALES) rows.push(await speed(locale, await edition(locale, printer, fonts), printer));
    rows.push(await memory(await edition("en", printer, fonts), printer));
    return rows;
  });
}

type Edition = (onTiming?: (step: string, ms: number) => void) => Promise<void>;

async function edition(
  tag: string,
  printer: Printer,
  fonts: Awaited<ReturnType<typeof prepareFonts>>,
): Promise<Edition> {
  const { snapshot, config } = afterSalesFixture();
  const locale = await loadLocale(tag);
  return async (onTiming) => {
    const start = performance.now();
    const evaluation = evaluate(snapshot, config);
    const evaluated = performance.now();
    const model = compose(evaluation, snapshot, config, { locale, revision: 1, version: "0.1.0" });
    onTiming?.("evaluate", evaluated - start);
    onTiming?.("compose", performance.now() - evaluated);
    await renderEdition(model, snapshot, {
      theme: config.theme,
      fonts,
      printer,
      templatesDir: path.join(ROOT, "templates"),
      formats: ["pdf"],
      ...(onTiming ? { onTiming } : {}),
    });
  };
}

/** Pairs of edition and floor, taken in turn, so that a busy machine slows both. */
async function speed(locale: string, print: Edition, printer: Printer) {
  const steps = new Map<string, number[]>();
  const pairs: { whole: number; floor: number }[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const counted = round >= 0;
    const start = performance.now();
    await print((step, ms) => {
      if (counted) steps.set(step, [...(steps.get(step) ?? []), ms]);
    });
    const whole = performance.now() - start;
    const again = performance.now();
    await printer.again();
    if (counted) pairs.push({ whole, floor: performance.now() - again });
  }
  const breakdown = [...steps].map(([step, times]) => `${step} ${median(times).toFixed(0)}`).join(", ");
  const whole = median(pairs.map((pair) => pair.whole));
  const floor = median(pairs.map((pair) => pair.floor));
  return {
    name: `edition: one warm monthly report, ${locale}`,
    ratio: median(pairs.map((pair) => pair.whole / pair.floor)),
    limit: "<= 2.5",
    detail: `${whole.toFixed(0)} ms against ${floor.toFixed(0)} ms for the bare print (ms: ${breakdown})`,
  };
}

/** Growth from the first half of the editions to the second: flat means that nothing is kept. */
async function memory(print: Edition, printer: Printer) {
  const samples: { node: number; browser: number }[] = [];
  for (let i = 0; i < EDITIONS; i += 1) {
    await print();
    if (i % 5 === 4)
      samples.push({ node: process.memoryUsage().rss / 1e6, browser: browserMegabytes(await printer.pid()) });
  }
  // The first quarter fills caches and lets the collectors find their size.
  const steady = samples.slice(samples.length / 4);
  const total = steady.map(({ node, browser }) => node + browser);
  const half = total.length / 2;
  const [before, after] = [median(total.slice(0, half)), median(total.slice(half))];
  const slope = leastSquares(total) / 5;
  const last = samples.at(-1);
  return {
    name: `edition: memory over ${EDITIONS} editions`,
    ratio: after / before,
    limit: "<= 1.1",
    detail: `${before.toFixed(0)} → ${after.toFixed(0)} MB, ${(slope * 1000).toFixed(0)} KB per edition; at the end Node ${last?.node.toFixed(0)} MB, browser ${last?.browser.toFixed(0)} MB`,
  };
}

/** Proportional memory of the browser and all its processes; 0 where the system does not tell. */
function browserMegabytes(root: number): number {
  if (process.platform !== "linux") return 0;
  let kilobytes = 0;
  for (const pid of [root, ...descendants(root)]) {
    const text = readQuietly(`/proc/${pid}/smaps_rollup`);
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
  }
  return kilobytes / 1000;
}

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/\) \S (\d+)/.exec(readQuietly(`/proc/${name}/stat`))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  for (const queue = [root]; queue.length > 0; ) {
    const next = children.get(queue.pop() ?? 0) ?? [];
    found.push(...next);
    queue.push(...next);
  }
  return found;
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Slope per step of the line through evenly spaced values. */
function leastSquares(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let over = 0;
  let under = 0;
  for (const [i, value] of values.entries()) {
    over += (i - middle) * (value - mean);
    under += (i - middle) ** 2;
  }
  return over / under;
}
