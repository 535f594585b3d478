import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { Dataset } from "../src/config/schema/dataset.ts";
import { ImportMapping } from "../src/config/schema/import.ts";
import type { Config } from "../src/config/schema/index.ts";
import { ProjectConfig } from "../src/config/schema/project.ts";
import { Theme } from "../src/config/schema/theme.ts";
import { importFiles } from "../src/import/import-files.ts";
import { createWallClock } from "../src/import/wall-clock.ts";
import { dateText, emptyWallTime, timeText, wallTimeOf } from "../src/import/wall-time.ts";
import { type Warehouse, withWarehouse } from "../src/warehouse/warehouse.ts";

const ROWS = 1_000_000;
const ROUNDS = 5;
const ZONE = "Europe/Berlin";
const HEADINGS =
  "ticket,created,first reply,resolved,channel,team,issue type,priority,shift,agent,customer,reopened,rating,minutes";

/**
 * Import of a million tickets against a bare COPY of the same rows, ready-made: throughput of the import ÷ throughput of
 * the COPY, median of interleaved pairs. The import reads local times, maps values, checks every field, hashes the file,
 * keeps its ledger and analyses the table; the COPY does nothing of that.
 */
export async function run(): Promise<{ name: string; ratio: number; limit: string; detail: string }[]> {
  const root = await mkdtemp(join(tmpdir(), "periodical-bench-"));
  try {
    const source = join(root, "tickets.csv");
    const ready = join(root, "ready.csv");
    await writeTickets(source, ready);
    const { size } = await stat(source);
    return await withWarehouse(
      { root, project: benchConfig(root, []).project },
      { forceEmbedded: true },
      async (warehouse) => [
        await compare("import: 1 M rows against COPY", benchConfig(root, []), source, ready, size, warehouse),
        await compare(
          "import: the same with a key, against COPY into a table that checks it",
          benchConfig(root, ["ticket_id"]),
          source,
          ready,
          size,
          warehouse,
        ),
      ],
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function compare(
  name: string,
  config: Config,
  source: string,
  ready: string,
  bytes: number,
  warehouse: Warehouse,
): Promise<{ name: string; ratio: number; limit: string; detail: string }> {
  // The table the import makes is the table the COPY fills: same columns, same index.
  await importFiles(config, "tickets", [source], warehouse, { again: true });
  const keyed = (config.imports.tickets?.key.length ?? 0) > 0;
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await warehouse.knex.raw("TRUNCATE tickets");
    // Equal work: where the import looks for repeated keys, the server does so too.
    if (keyed) await warehouse.knex.raw("CREATE UNIQUE INDEX tickets_key ON tickets (ticket_id)");
    bare.push(await timed(() => bareCopy(warehouse, ready)));
    await warehouse.knex.raw("TRUNCATE tickets");
    await warehouse.knex.raw("DROP INDEX IF EXISTS tickets_key");
    ours.push(await timed(() => importFiles(config, "tickets", [source], warehouse, { again: true })));
  }
  await warehouse.knex.raw("DROP TABLE tickets");
  const speed = (ms: number): string => `${(bytes / 1e3 / ms).toFixed(0)} MB/s`;
  return {
    name,
    ratio: median(bare.map((ms, round) => ms / (ours[round] as number))),
    limit: ">= 0.7",
    detail: `${(bytes / 1e6).toFixed(0)} MB; import ${Math.round(median(ours))} ms (${speed(median(ours))}), COPY ${Math.round(median(bare))} ms (${speed(median(bare))})`,
  };
}

async function bareCopy(warehouse: Warehouse, path: string): Promise<void> {
  await warehouse.write((client) =>
    pipeline(
      createReadStream(path, { highWaterMark: 256 * 1024 }),
      client.query(copyFrom("COPY tickets FROM STDIN (FORMAT csv, HEADER true)")),
    ),
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function benchConfig(root: string, key: string[]): Config {
  const time = { type: "timestamp", zone: ZONE };
  return {
    root,
    project: ProjectConfig.parse({ organisation: "Bench", timezone: ZONE }),
    datasets: {
      tickets: Dataset.parse({ name: "Tickets", source: { table: "tickets" }, time: { column: "created_at" } }),
    },
    holidays: {},
    dictionaries: {},
    groups: {},
    channels: {},
    imports: {
      tickets: ImportMapping.parse({
        dataset: "tickets",
        key,
        columns: {
          ticket_id: { from: "ticket", type: "integer" },
          created_at: { from: "created", ...time, required: true },
          first_response_at: { from: "first reply", ...time },
          resolved_at: { from: "resolved", ...time },
          channel: { from: "channel" },
          team: { from: "team" },
          issue_type: { from: "issue type" },
          priority: { from: "priority" },
          shift: { from: "shift" },
          agent: { from: "agent" },
          customer_id: { from: "customer" },
          reopened: { from: "reopened", type: "boolean", values: { Y: true, N: false }, only_listed: true },
          rating: { from: "rating", type: "integer", min: 1, max: 5 },
          minutes: { from: "minutes", type: "number" },
        },
      }),
    },
    indicators: {},
    scorecards: {},
    playbooks: {},
    goals: {},
    kpis: {},
    reports: {},
    theme: Theme.parse({}),
    fingerprint: "",
  };
}

/** Writes the same tickets twice: as a ticket system exports them, and ready for COPY. */
async function writeTickets(source: string, ready: string): Promise<void> {
  const exported = createWriteStream(source);
  const prepared = createWriteStream(ready);
  const rows = tickets();
  await pipeline(
    Readable.from(
      (async function* () {
        let [left, right] = [`${HEADINGS}\n`, `${HEADINGS}\n`];
        for (const [a, b] of rows) {
          left += a;
          right += b;
          if (left.length > 1 << 18) {
            if (!prepared.write(right)) await once(prepared, "drain");
            yield left;
            [left, right] = ["", ""];
          }
        }
        prepared.end(right);
        yield left;
      })(),
    ),
    exported,
  );
  if (!prepared.writableFinished) await once(prepared, "finish");
}

const CHANNELS = ["phone", "e-mail", "web form", "chat", "app"];
const ISSUES = ["delivery damaged", "invoice wrong", "device does not start", "return requested", "setup question"];
const SHIFTS = ["early", "late", "night"];
const PRIORITIES = ["low", "normal", "high", "urgent"];

/** A year and a month of tickets, nearly in order of time; the same on every machine. */
function* tickets(): Generator<[exported: string, ready: string]> {
  const clock = createWallClock(ZONE);
  let state = 20_261_001;
  // Multiply-with-carry is plenty for test data and needs no library.
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = (from: readonly string[]): string => from[random(from.length)] as string;
  const wall = emptyWallTime();
  const start = Date.UTC(2025, 9, 1);
  const span = Date.UTC(2026, 10, 1) - start;
  for (let index = 0; index < ROWS; index += 1) {
    const created = start + Math.floor((index / ROWS) * span) + random(3_600_000);
    const times = [created, created + random(7_200_000), created + random(400_000_000)].map((instant, at) => {
      if (at > 0 && random(20) === 0) return ["", ""];
      wallTimeOf(new Date(instant - (instant % 1000)), wall);
      const text = `${dateText(wall)} ${timeText(wall)}`;
      return [text, `${text}${clock.offset(wall)}`];
    });
    const middle = `${pick(CHANNELS)},team ${1 + random(12)},${pick(ISSUES)},${pick(PRIORITIES)},${pick(SHIFTS)},agent-${random(90)},C${100_000 + random(90_000)}`;
    const reopened = random(10) === 0;
    const rating = random(4) === 0 ? String(1 + random(5)) : "";
    const minutes = (random(60_000) / 100).toFixed(2);
    const row = (side: 0 | 1): string =>
      `${1_000_000 + index},${times.map((time) => time[side]).join(",")},${middle},${side === 0 ? (reopened ? "Y" : "N") : reopened ? "t" : "f"},${rating},${minutes}\n`;
    yield [row(0), row(1)];
  }
}
