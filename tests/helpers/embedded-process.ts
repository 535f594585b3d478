import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { findLeftovers } from "../../src/warehouse/embedded/leftovers.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");

/** A running `embedded-client.ts`. */
export class EmbeddedProcess {
  readonly child: ChildProcess;
  readonly #said: string[] = [];
  readonly #ended: Promise<void>;
  #alive = true;
  #heard = (): void => undefined;

  constructor(
    root: string,
    options: { uid?: number; env?: NodeJS.ProcessEnv; node?: string; repository?: string } = {},
  ) {
    const script = join(options.repository ?? REPOSITORY, "tests", "helpers", "embedded-client.ts");
    this.child = spawn(options.node ?? process.execPath, [script, root], {
      cwd: "/",
      // Most of such a process's time would go into reading its sources.
      env: {
        NODE_COMPILE_CACHE: join(process.env.PERIODICAL_TEST_ROOT ?? tmpdir(), "compile-cache"),
        ...(options.env ?? process.env),
      },
      stdio: ["pipe", "pipe", "pipe"],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    this.child.stdin?.on("error", () => undefined);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on("line", (line) => {
        this.#said.push(line);
        this.#heard();
      });
    }
    this.#ended = new Promise((resolve) =>
      this.child.once("close", () => {
        this.#alive = false;
        this.#heard();
        resolve();
      }),
    );
  }

  /** Waits for the next line that starts with a word. */
  async hear(word: string): Promise<string> {
    for (;;) {
      const index = this.#said.findIndex((line) => line.startsWith(word));
      if (index >= 0) return this.#said.splice(0, index + 1).at(-1) ?? "";
      if (!this.#alive) throw new Error(`ended without "${word}": ${this.#said.join("\n")}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  /** Runs a statement and waits until the server has acknowledged it. */
  async run(sql: string): Promise<void> {
    this.child.stdin?.write(`${sql}\n`);
    await this.hear("done");
  }

  async hold(sql: string): Promise<void> {
    this.child.stdin?.write(`hold ${sql}\n`);
    await this.hear("held");
  }

  async letGo(): Promise<void> {
    this.child.stdin?.write("\n");
    await this.hear("done");
  }

  async end(): Promise<void> {
    this.child.stdin?.end();
    await this.#ended;
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.#ended;
  }
}

/** Process ids of the server of a project (postmaster and children) and of its supervisor. */
export function serverProcesses(root: string): { postgres: number[]; postmaster: number | undefined } {
  const found = findLeftovers(join(root, ".periodical", "postgres"));
  return { postgres: found.map(({ pid }) => pid), postmaster: found.find(({ main }) => main)?.pid };
}

/** True when neither a server nor a supervisor of a project is left; a supervisor still tidies up after its server. */
export function serverIsGone(root: string): boolean {
  return serverProcesses(root).postgres.length === 0 && !commandLines().some((args) => isSupervisor(args, root));
}

function isSupervisor(args: readonly string[], root: string): boolean {
  return args.at(-1) === root && args.some((arg) => arg.endsWith("/embedded/supervisor.ts"));
}

function commandLines(): string[][] {
  if (process.platform !== "linux") return [];
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes.map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    } catch {
      return [];
    }
  });
}

export function supervisorOf(root: string): number {
  return (JSON.parse(readFileSync(join(root, ".periodical", "postgres.json"), "utf8")) as { supervisor: number })
    .supervisor;
}

export function isAlive(pid: number): boolean {
  try {
    // A zombie is dead; it only waits to be noticed.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}

/** Waits for something that the system does in its own time; the test's timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(100);
}
