import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** Runs `periodical generate --help` with this standard output; `gone` closes the reader's end before anything is written. */
function help(stdout: "pipe" | number, gone = false): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, "generate", "--help"], { stdio: ["ignore", stdout, "pipe"] });
  if (gone) child.stdout?.destroy();
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stderr }));
  });
}

it("a reader who leaves early, like head, is no failure", async () => {
  expect(await help("pipe", true)).toEqual({ code: 0, stderr: "" });
});

it.runIf(process.platform === "linux")("a full disk is said in a sentence", async () => {
  const { code, stderr } = await help(openSync("/dev/full", "w"));
  expect(code).toBe(12);
  expect(stderr).toContain("could not be written");
  expect(stderr).not.toContain("    at ");
});
