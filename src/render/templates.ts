import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import Handlebars from "handlebars";
import { PeriodicalError } from "../errors.ts";
import { HELPERS, type RenderContext } from "./helpers.ts";

/** The compiled templates of one kind of document. */
export interface Templates {
  /** `report.css`, without what depends on theme and edition. */
  css: string;
  render: (view: object, context: RenderContext) => string;
}

const loaded = new Map<string, Promise<Templates>>();

/**
 * Reads `<dir>/report.hbs`, `<dir>/report.css` and every `<dir>/partials/*.hbs`, once per process.
 *
 * @throws {PeriodicalError} CONFIG_INVALID when a file is missing or is not a template
 */
export function loadTemplates(dir: string): Promise<Templates> {
  let templates = loaded.get(dir);
  if (!templates) {
    templates = compileTemplates(dir);
    loaded.set(dir, templates);
    // A broken template can be mended while the process runs.
    templates.catch(() => loaded.delete(dir));
  }
  return templates;
}

async function compileTemplates(dir: string): Promise<Templates> {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(HELPERS as Record<string, Handlebars.HelperDelegate>);
  const names = await readdir(join(dir, "partials")).catch((error: unknown) => {
    throw unreadable(join(dir, "partials"), error);
  });
  for (const name of names.filter((file) => file.endsWith(".hbs")).sort()) {
    const path = join(dir, "partials", name);
    handlebars.registerPartial(name.slice(0, -".hbs".length), compile(handlebars, await read(path), path));
  }
  const layoutPath = join(dir, "report.hbs");
  const layout = compile(handlebars, await read(layoutPath), layoutPath);
  const css = await read(join(dir, "report.css"));
  return {
    css,
    render: (view, context) => {
      try {
        return layout(view, { data: { context } });
      } catch (cause) {
        throw new PeriodicalError("RENDER_FAILED", `The template could not be filled: ${(cause as Error).message}`, {
          where: dir,
          hint: "Correct the template, or remove your copy to use the one that comes with Periodical.",
          cause,
        });
      }
    },
  };
}

function compile(handlebars: typeof Handlebars, source: string, path: string): Handlebars.TemplateDelegate {
  try {
    Handlebars.parse(source);
    return handlebars.compile(source, { knownHelpers: KNOWN, preventIndent: true });
  } catch (cause) {
    throw new PeriodicalError("CONFIG_INVALID", `A template is not valid: ${(cause as Error).message}`, {
      where: path,
      hint: "See docs/templates.md for what a template may contain.",
      cause,
    });
  }
}

const KNOWN = Object.fromEntries(Object.keys(HELPERS).map((name) => [name, true]));

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): PeriodicalError {
  return new PeriodicalError("CONFIG_INVALID", "A template cannot be read.", {
    where: path,
    hint: "A folder of templates holds report.hbs, report.css and partials/; copy them from templates/report.",
    cause,
  });
}
