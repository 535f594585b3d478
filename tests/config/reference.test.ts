import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { generatedDocs } from "../../src/config/reference.ts";

it.each(Object.keys(generatedDocs()))("%s is what the schemas say (npm run docs writes it)", async (path) => {
  expect(await readFile(new URL(`../../${path}`, import.meta.url), "utf8")).toBe(generatedDocs()[path]);
});

it("every key of the reference page has a description", async () => {
  const page = generatedDocs()["docs/config.md"] ?? "";
  const bare = page.split("\n").filter((line) => /^\| .*`.*\|\s*\|$/.test(line));
  expect(bare).toEqual([]);
});
