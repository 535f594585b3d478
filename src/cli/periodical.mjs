#!/usr/bin/env node
// Plain JavaScript for any Node from 18: runs the product, or hands over to a Node that can. A machine's own Node may be
// old; npm brings a pinned one along where it can (optional dependency node-<platform>-<arch>).
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../../dist/cli/main.js");
const main = existsSync(built) ? built : join(here, "main.ts");

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  // Compiled once: --help answers at once. Kept inside the package, where nobody else can put anything.
  module.enableCompileCache(join(here, "../../node_modules/.cache/periodical"));
  await import(pathToFileURL(main).href);
} else {
  handOver();
}

function handOver() {
  const node = bundledNode();
  if (!node) {
    process.stderr.write(
      `Periodical needs Node 22.18 or later; this is ${process.versions.node}.\n  → Install a newer Node, then try again.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches the child by the terminal; a signal sent to this process alone is passed on.
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGINT", () => {});
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}

function bundledNode() {
  try {
    const name = process.platform === "win32" ? "win" : process.platform;
    const folder = dirname(createRequire(import.meta.url).resolve(`node-${name}-${process.arch}/package.json`));
    return join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
  } catch {
    return null;
  }
}
