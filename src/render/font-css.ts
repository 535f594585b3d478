import { readFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";
import type { Fonts } from "./fonts.ts";

/** `@font-face` rules with the letters of a document inside, 20 to 200 KB in all. */
export async function fontCss(html: string, fonts: Pick<Fonts, "dir" | "files">): Promise<string> {
  const text = [...new Set(html)].sort().join("");
  const rules: string[] = [];
  for (const { name, family, weight } of fonts.files) {
    const subset = await subsetFont(await readFile(join(fonts.dir, name)), text, { targetFormat: "woff2" });
    rules.push(
      `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url("data:font/woff2;base64,${subset.toString("base64")}") format("woff2"); }\n`,
    );
  }
  return rules.join("");
}
