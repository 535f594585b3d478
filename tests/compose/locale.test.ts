import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocaleBundle, loadLocale } from "../../src/compose/locale.ts";
import { formatMessage } from "../../src/compose/message.ts";
import { PeriodicalError } from "../../src/errors.ts";
import { TEMPLATE_LABELS } from "../../src/render/labels.ts";
import { LOCALES } from "./variants.ts";

const shipped = join(import.meta.dirname, "../../templates/locales");
const sources = join(import.meta.dirname, "../../src");
let folder: string;
let bundles: Record<string, LocaleBundle>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "locales-"));
  bundles = Object.fromEntries(await Promise.all(LOCALES.map(async (tag) => [tag, await loadLocale(tag)])));
});
afterAll(() => rm(folder, { recursive: true }));

const messagesOf = (tag: string) => bundles[tag]?.messages ?? {};

type Node = ReturnType<IntlMessageFormat["getAst"]>[number];
const ARGUMENT = 1;
const SELECT = 5;

/** What a message puts in or chooses by: `x_n` and `x_word` are forms of `x`; what only serves plurals is left out. */
function namesIn(wordings: readonly string[]): Set<string> {
  const found = new Set<string>();
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if ((node.type === ARGUMENT || node.type === SELECT) && "value" in node)
        found.add(String(node.value).replace(/_(n|word)$/, ""));
      if ("options" in node) for (const option of Object.values(node.options)) walk(option.value);
    }
  };
  for (const text of wordings) walk(new IntlMessageFormat(text, "en", undefined, { ignoreTag: true }).getAst());
  return found;
}

/** Parts of dates, ranges and names of periods, which each language orders in its own way; words between a number and a thing. */
const OWN_WAY = new Set([
  "unit",
  "unit_one",
  "unit_many",
  "inside_one",
  "inside_many",
  "fiscal",
  "low",
  "low_whole",
  "measure",
]);

describe("the shipped languages", () => {
  it("have the same messages", () => {
    expect(Object.keys(messagesOf("zh-CN")).sort()).toEqual(Object.keys(messagesOf("en")).sort());
  });

  it("put the same figures and names into each", () => {
    const differing = Object.keys(messagesOf("en")).filter((key) => {
      const [en, zh] = [namesIn(messagesOf("en")[key] ?? []), namesIn(messagesOf("zh-CN")[key] ?? [])];
      const only = [...en].filter((name) => !zh.has(name)).concat([...zh].filter((name) => !en.has(name)));
      return only.some((name) => !OWN_WAY.has(name));
    });
    expect(differing).toEqual([]);
  });

  it("are used to the last message", async () => {
    const files = (await readdir(sources, { recursive: true })).filter((file) =>
      /^(compose|deliver|spot-checks)[/\\].*\.ts$/.test(file),
    );
    const code = (await Promise.all(files.map((file) => readFile(join(sources, file), "utf8")))).join("\n");
    const literal = new Set([...code.matchAll(/["`]([a-z_]+\.[a-z_]+(?:\.[a-z_]+)?)["`]/g)].map((match) => match[1]));
    const patterns = [...code.matchAll(/`([a-z_]+\.[^`]*\$\{[^`]*)`/g)].map((match) => patternOf(match[1] ?? ""));
    const unused = Object.keys(messagesOf("en")).filter((key) => {
      if (/^(labels|constants)\./.test(key)) return false;
      return !literal.has(key) && !patterns.some((pattern) => pattern.test(key));
    });
    expect(unused).toEqual([]);
  });

  /** `summary.change_${against}` matches `summary.change_previous`. */
  function patternOf(template: string): RegExp {
    const parts = template
      .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join("[a-z_]+")}(?:_whole|_all)?$`);
  }

  it("have every word that templates ask for", () => {
    for (const tag of LOCALES) {
      for (const label of TEMPLATE_LABELS) expect(messagesOf(tag)[`labels.${label}`], `${tag}: ${label}`).toBeDefined();
    }
  });

  it("use only characters that both shipped fonts have beside letters and Chinese", () => {
    const allowed =
      /^[\p{Script=Latin}\p{Script=Han}\d\s{}#=_,.:;!?()[\]"'“”‘’%/&+*|<>@·…–—−±≤≥×÷Σ▲▼●←→、。，；：！？（）［］～-]*$/u;
    for (const tag of LOCALES) {
      for (const [key, wordings] of Object.entries(messagesOf(tag)))
        for (const text of wordings) expect(text, key).toMatch(allowed);
    }
  });
});

describe("loadLocale", () => {
  it("takes a third language from a folder alone", async () => {
    await cp(join(shipped, "en"), join(folder, "nl"), { recursive: true });
    const file = join(folder, "nl", "messages.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("excellent: Excellent", "excellent: Uitstekend"));
    const dutch = await loadLocale("nl", [folder]);
    expect(formatMessage(dutch, "bands.excellent")).toBe("Uitstekend");
  });

  it("lets a project reword one message and keeps the others", async () => {
    await mkdir(join(folder, "en"), { recursive: true });
    await writeFile(join(folder, "en", "messages.yaml"), "bands: { excellent: Outstanding }\n");
    const reworded = await loadLocale("en", [folder]);
    expect(formatMessage(reworded, "bands.excellent")).toBe("Outstanding");
    expect(formatMessage(reworded, "bands.good")).toBe("Good");
  });

  it("falls back to the base language of a tag and keeps the tag", async () => {
    const american = await loadLocale("en-US");
    expect(american.locale).toBe("en-US");
    expect(formatMessage(american, "bands.good")).toBe("Good");
  });

  it("names the languages there are when one is unknown", async () => {
    await expect(loadLocale("fr")).rejects.toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", hint: expect.stringContaining("en, zh-CN") }),
    );
  });

  it("says which file is broken and where", async () => {
    await mkdir(join(folder, "xx"), { recursive: true });
    await writeFile(join(folder, "xx", "locale.yaml"), "intl: [\n");
    await expect(loadLocale("xx", [folder])).rejects.toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", where: join(folder, "xx", "locale.yaml") }),
    );
  });
});

describe("formatMessage", () => {
  const tryMessage = (key: string, values = {}) => {
    const en = bundles.en;
    if (en === undefined) throw new Error("en is not loaded");
    return () => formatMessage(en, key, values);
  };

  it("names key and file of a missing message", () => {
    expect(tryMessage("summary.no_such_thing")).toThrow(PeriodicalError);
    expect(tryMessage("summary.no_such_thing")).toThrow(/"summary\.no_such_thing" is missing in the language "en"/);
    expect(tryMessage("summary.no_such_thing")).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", where: expect.stringMatching(/locales\/en$/) }),
    );
  });

  it("names the message that is not given a value", () => {
    expect(tryMessage("headline.strength")).toThrow(/"headline\.strength" cannot be used/);
  });

  it("puts text in as it is, markup and braces included", () => {
    expect(tryMessage("headline.strength", { indicator: "<b>{x}</b> & 'y'" })()).toBe(
      "<b>{x}</b> & 'y' is the main strength",
    );
  });
});
