import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Font, openSync } from "fontkit";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PeriodicalError } from "../../src/errors.ts";
import { withPrinter } from "../../src/render/browser.ts";
import { FONT_FAMILY, type Fonts, prepareFonts } from "../../src/render/fonts.ts";
import { testFonts } from "../charts/drawing.ts";

const require = createRequire(import.meta.url);
let fonts: Fonts;
let folder: string;

beforeAll(async () => {
  fonts = await testFonts();
  folder = await mkdtemp(path.join(tmpdir(), "periodical-fonts-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (name: string) => openSync(path.join(fonts.dir, name)) as Font;
/** For every code point all that share its glyph. */
function usersOfGlyphs(font: Font): Map<number, number[]> {
  const byGlyph = new Map<number, number[]>();
  for (const codePoint of font.characterSet) {
    const { id } = font.glyphForCodePoint(codePoint);
    const users = byGlyph.get(id);
    if (users) users.push(codePoint);
    else byGlyph.set(id, [codePoint]);
  }
  return new Map([...byGlyph.values()].flatMap((users) => users.map((codePoint) => [codePoint, users] as const)));
}

const code = (character: string) => character.codePointAt(0) ?? 0;

describe("the font files", () => {
  it("are five static fonts with the hashes that are reported", async () => {
    expect(fonts.files.map(({ family, weight }) => `${family} ${weight}`)).toEqual([
      "Source Sans 3 400",
      "Source Sans 3 600",
      "Source Sans 3 700",
      "Noto Sans SC 400",
      "Noto Sans SC 700",
    ]);
    for (const { name, sha256, bytes } of fonts.files) {
      const content = await readFile(path.join(fonts.dir, name));
      expect(createHash("sha256").update(content).digest("hex"), name).toBe(sha256);
      expect(content.length).toBe(bytes);
      expect(Object.keys(open(name).variationAxes), name).toEqual([]);
    }
  });

  it("belong to their family in every weight, so that 600 is found under Source Sans 3", () => {
    const names = (name: string) =>
      (open(name) as unknown as { name: { records: Record<string, { en?: string }> } }).name;
    const records = names("SourceSans3-600.ttf").records;
    expect(records.preferredFamily?.en).toBe("Source Sans 3");
    expect(records.preferredSubfamily?.en).toBe("SemiBold");
  });

  it("name the glyph of an ordinary character by it and not by a radical or a look-alike", () => {
    for (const name of ["NotoSansSC-400.ttf", "NotoSansSC-700.ttf"]) {
      const users = usersOfGlyphs(open(name));
      // Chromium names a glyph by the lowest of its code points.
      for (const character of "一方日用页胶／～〈") {
        expect(Math.min(...(users.get(code(character)) ?? [])), character).toBe(code(character));
      }
      const isOdd = (codePoint: number) =>
        (codePoint >= 0x2e80 && codePoint <= 0x2fdf) || (codePoint >= 0xf900 && codePoint <= 0xfaff);
      const mixed = [...users.values()].filter((shared) => shared.some(isOdd) && !shared.every(isOdd));
      expect(mixed, name).toEqual([]);
    }
  });

  it("set every letter by a glyph that has a character: no ligature, no local digit that could not be copied", () => {
    for (const { name } of fonts.files) {
      const font = open(name);
      const reachable = new Set(font.characterSet.map((codePoint) => font.glyphForCodePoint(codePoint).id));
      for (const [words, script, language] of [
        ["first office fluff affix tt fj 1/2 1,600 1st", "latn", undefined],
        ["0123456789", "latn", "TRK"],
        ["ijl·l şţ 0123456789 café", "latn", "ROM"],
        ["1,600 2026", "hani", "ZHS"],
      ] as const) {
        const { glyphs } = font.layout(words, undefined, script, language);
        expect(glyphs).toHaveLength(words.length);
        expect(
          glyphs.filter(({ id }) => id !== 0 && !reachable.has(id)).map(({ id }) => id),
          `${name} ${words}`,
        ).toEqual([]);
      }
      expect(font.hasGlyphForCodePoint(0xfb01), name).toBe(false);
    }
  });

  it("set all figures equally wide, without a feature having to be switched on", () => {
    for (const bold of [false, true]) {
      const widths = new Set([..."0123456789"].map((digit) => fonts.advance(code(digit), bold)));
      expect(widths.size).toBe(1);
    }
  });
});

describe("metrics", () => {
  it.each([
    ["source-sans-3/400Regular/SourceSans3_400Regular.ttf", false, "AWaim1%,.−–·ÄéŁ →▲"],
    ["source-sans-3/700Bold/SourceSans3_700Bold.ttf", true, "AWaim1%,.−–·ÄéŁ →▲"],
    ["noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", false, "年月日，。（）％～℃"],
    ["noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf", true, "年月日，。（）％～℃"],
  ])("equal the advances of %s as published", (file, bold, characters) => {
    const original = openSync(require.resolve(`@expo-google-fonts/${file}`)) as Font;
    for (const character of characters) {
      const expected = original.glyphForCodePoint(code(character)).advanceWidth / original.unitsPerEm;
      expect(fonts.advance(code(character), bold), character).toBeCloseTo(expected, 10);
    }
  });

  it("take a character from Source Sans 3 when it has it, as Chromium does", () => {
    // Noto Sans SC has … and “ too, one em wide.
    expect(fonts.advance(code("…"), false)).toBeLessThan(1);
    expect(fonts.advance(code("“"), false)).toBeLessThan(0.5);
    expect(fonts.advance(code("中"), true)).toBe(1);
  });

  it("know what can be printed", () => {
    for (const character of "Aé中①℃▲✓ \u200d\ufe0f\n") expect(fonts.has(code(character)), character).toBe(true);
    for (const character of ["😀", "ש", "ع", "𝄞"]) expect(fonts.has(code(character)), character).toBe(false);
  });
});

describe("printable", () => {
  it.each([
    ["plain text, 1,600 −5 %", "plain text, 1,600 −5 %"],
    ["首次响应时长（小时）", "首次响应时长（小时）"],
    ["⼀⽅⽇⽂⽤", "一方日文用"],
    ["㬵水", "胶水"],
    ["ﬁrst oﬃce", "first office"],
    ["e\u0301te\u0301", "été"],
    ["good 😀👨‍👩‍👧 day", "good □□ day"],
    ["שלום", "□□□□"],
    ["a\u202eb\u2066c\u200bd\ufeff", "abcd"],
    ["line one\nline two\ttab", "line one line two tab"],
    ["豈", "豈"],
  ])("%j is printed as %j", (given, printed) => {
    expect(fonts.printable(given)).toBe(printed);
  });

  it("leaves nothing that the fonts do not have", () => {
    for (let codePoint = 0; codePoint < 0x30000; codePoint += 7) {
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
      for (const character of fonts.printable(String.fromCodePoint(codePoint))) {
        expect(fonts.has(code(character)), codePoint.toString(16)).toBe(true);
      }
    }
  });
});

describe("the cache", () => {
  it("is filled once by several that start together, found again, mended when damaged, and may be moved", async () => {
    const cache = path.join(folder, "cache & <more>");
    const [one, two] = await Promise.all([prepareFonts(cache), prepareFonts(cache)]);
    expect(two?.dir).toBe(one?.dir);
    const entries = await readdir(cache);
    expect(entries).toHaveLength(1);
    const dir = one?.dir ?? "";
    expect(await readFile(one?.confFile ?? "", "utf8")).toContain("cache &amp; &lt;more&gt;");

    await truncate(path.join(dir, "NotoSansSC-400.ttf"), 1000);
    const mended = await prepareFonts(cache);
    expect(mended.files).toEqual(one?.files);
    expect(await readFile(path.join(dir, "NotoSansSC-400.ttf"))).toHaveLength(mended.files[3]?.bytes ?? 0);
    expect(await readdir(cache)).toEqual(entries);

    const moved = path.join(folder, "moved");
    await rename(cache, moved);
    const found = await prepareFonts(moved);
    expect(found.confFile.startsWith(moved)).toBe(true);
    expect(await readFile(found.confFile, "utf8")).toContain(`<dir>${found.dir}</dir>`);
  });

  it("that cannot be written is said to be so", async () => {
    const file = path.join(folder, "file");
    await writeFile(file, "");
    const error = await prepareFonts(path.join(file, "cache")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PeriodicalError);
    expect(error).toMatchObject({ code: "OUTPUT_UNWRITABLE", where: expect.stringContaining("file") });
  });
});

describe("printed text", () => {
  it("is copied as it was written, in both languages, in text and in pictures, from embedded TrueType fonts", async () => {
    const words = "first office 1,600 −16 % 方日用页胶 22:00～06:00 2026年10月";
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="40"><text y="20" font-size="11" font-weight="700" font-family="${FONT_FAMILY.replaceAll('"', "&quot;")}">${words}</text></svg>`;
    const page = (language: string) =>
      `<!doctype html><html lang="${language}" data-sheet="680 1000"><title>t</title><body style='font-family:${FONT_FAMILY}'><h1 style="font-weight:600">${words}</h1><p>${words}</p><img alt="" src="data:image/svg+xml;base64,${Buffer.from(picture).toString("base64")}">`;
    const cacheDir = path.join(import.meta.dirname, "../../.periodical/cache");
    await withPrinter({ cacheDir, fonts }, async (printer) => {
      for (const language of ["en", "zh-CN"]) {
        const { pdf } = await printer.print(page(language));
        const bytes = Buffer.from(pdf).toString("latin1");
        const names = [...bytes.matchAll(/\/BaseFont \/\w+\+([\w-]+)/g)].map(([, name]) => name);
        expect(new Set(names)).toEqual(
          new Set([
            "SourceSans3-Regular",
            "SourceSans3-SemiBold",
            "SourceSans3-Bold",
            "NotoSansSC-Regular",
            "NotoSansSC-Bold",
          ]),
        );
        expect(bytes).not.toContain("/Type3");
        expect(await copiedText(pdf)).toBe(words.repeat(3).replaceAll(" ", ""));
      }
    });
  });
});

/** What a reader that ignores ActualText copies, without spaces. */
async function copiedText(pdf: Uint8Array): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  const content = await (await document.getPage(1)).getTextContent();
  await document.destroy();
  return content.items
    .map((item) => ("str" in item ? item.str : ""))
    .join("")
    .replaceAll(/\s/g, "");
}
