import { readFile } from "node:fs/promises";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Theme } from "../config/schema/theme.ts";
import { PeriodicalError } from "../errors.ts";
import type { ChartImage } from "./chart-images.ts";
import type { Content } from "./content.ts";

/** Mail programs bring no fonts of ours; these are there on Windows, macOS, iOS and Android, Latin before Chinese. */
const FONTS = `font-family:'Segoe UI','Helvetica Neue',Arial,'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif;`;

/** Fills `<templates>/mail/summary.hbs`, the project's own where it has one; every value is escaped. */
export async function mailHtml(
  content: Content,
  images: readonly (ChartImage & { cid: string })[],
  theme: Theme,
  templates: readonly string[],
): Promise<string> {
  const { file, source } = await readTemplate(templates);
  const handlebars = Handlebars.create();
  const colours: Readonly<Record<string, string>> = { ...theme.colours, neutral: theme.colours.ink };
  handlebars.registerHelper({
    colour: (name: unknown) => colours[String(name)] ?? theme.colours.ink,
    font: () => new Handlebars.SafeString(FONTS),
  });
  const { strengths, weaknesses, labels } = content;
  const groups = [
    { heading: labels.strengths, rows: strengths },
    { heading: labels.weaknesses, rows: weaknesses },
  ].filter(({ rows }) => rows.length > 0);
  try {
    return handlebars.compile(source, { strict: true, preventIndent: true })({ ...content, images, groups });
  } catch (cause) {
    throw new PeriodicalError("CONFIG_INVALID", `The mail's template cannot be used: ${(cause as Error).message}`, {
      where: file,
      hint: "Correct it, or remove your copy to use the one that comes with Periodical; see docs/delivery.md.",
      cause,
    });
  }
}

async function readTemplate(folders: readonly string[]): Promise<{ file: string; source: string }> {
  for (const folder of folders) {
    const file = join(folder, "mail", "summary.hbs");
    const source = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (source !== null) return { file, source };
  }
  throw new Error("the mail's template is not there");
}
