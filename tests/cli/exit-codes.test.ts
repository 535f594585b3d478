import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { EXIT_CODES } from "../../src/errors.ts";

it("docs/exit-codes.md lists every code with its number and no other", async () => {
  const page = await readFile(new URL("../../docs/exit-codes.md", import.meta.url), "utf8");
  const listed = [...page.matchAll(/^\| (\d+) \| `([A-Z_]+)` \|/gm)].map(([, code, name]) => [name, Number(code)]);
  expect(Object.fromEntries(listed)).toEqual(EXIT_CODES);
});

it("no two problems share a code", () => {
  const codes = Object.values(EXIT_CODES);
  expect(new Set(codes).size).toBe(codes.length);
});
