import { performance } from "node:perf_hooks";

export interface Progress {
  /** A step begins; the one before is done. */
  step(text: string): void;
  /** How far the present step is. */
  detail(text: string): void;
  done(): void;
}

interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** On a terminal one line that changes, with the finished steps above it; elsewhere a plain line a step. */
export function createProgress(output: Output, options: { quiet?: boolean; now?: () => number } = {}): Progress {
  const now = options.now ?? (() => performance.now());
  let current: { text: string; since: number } | null = null;
  let shown = 0;
  if (options.quiet) return { step: () => {}, detail: () => {}, done: () => {} };

  const finish = (): void => {
    if (!current) return;
    const seconds = `${((now() - current.since) / 1000).toFixed(1)} s`;
    if (output.isTTY) output.write(`\r\u001b[2K✓ ${current.text} ${seconds}\n`);
    else output.write(`${current.text}: done in ${seconds}\n`);
    current = null;
  };
  return {
    step(text) {
      finish();
      current = { text, since: now() };
      if (output.isTTY) output.write(`\r\u001b[2K… ${text}`);
    },
    detail(text) {
      // Ten redraws a second are enough for an eye and cost nothing.
      if (!current || !output.isTTY || now() - shown < 100) return;
      shown = now();
      const line = `… ${current.text} ${text}`;
      output.write(`\r\u001b[2K${line.slice(0, (output.columns ?? 80) - 1)}`);
    },
    done: finish,
  };
}
