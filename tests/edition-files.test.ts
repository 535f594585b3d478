import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Snapshot } from "../src/collect/snapshot.ts";
import type { Model } from "../src/compose/model.ts";
import {
  editionFolder,
  fileStem,
  listEditions,
  readModel,
  readSnapshot,
  scopeName,
  writeEdition,
} from "../src/edition-files.ts";
import type { Evaluation } from "../src/evaluate/evaluation.ts";

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "periodical-out-"));
});
afterEach(() => rm(out, { recursive: true, force: true }));

const snapshot = { schema: "periodical/snapshot@1", report: "monthly" } as Snapshot;
const model = { edition: { locale: "en" } } as Model;
const content = { snapshot, evaluation: {} as Evaluation, models: [model] };
const edition = { report: "monthly", period: { id: "2026-10" }, scope: {} };
const pdf = { name: "monthly_2026-10_en.pdf", bytes: new Uint8Array([37, 80, 68, 70]) };

async function folderOf(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return folder;
}

describe("names", () => {
  it("keeps letters of any script and keeps members apart that would read the same", () => {
    expect(scopeName({})).toBe("all");
    expect(scopeName({ team: "夜班组" })).toBe("team=夜班组");
    const [slash, blank] = [scopeName({ team: "a/b" }), scopeName({ team: "a b" })];
    expect(slash).toMatch(/^team=a-b~[0-9a-f]{6}$/);
    expect(slash).not.toBe(blank);
    expect(scopeName({ team: "../../etc" })).not.toContain("/");
    for (const long of ["x", "夜", "𠮷"].map((char) => char.repeat(10_000))) {
      const name = fileStem({ ...edition, report: "r".repeat(63), scope: { team: long, shop: long } }, "zh-Hant-HK");
      expect(Buffer.byteLength(`${name}.html`)).toBeLessThanOrEqual(255);
      expect(name.isWellFormed()).toBe(true);
    }
  });

  it("says report, period, scope and language", () => {
    expect(fileStem(edition, "zh-CN")).toBe("monthly_2026-10_zh-CN");
    expect(fileStem({ ...edition, scope: { team: "night" } }, "en")).toBe("monthly_2026-10_team=night_en");
  });
});

describe("writeEdition", () => {
  it("writes documents and data, which can be read again", async () => {
    const folder = editionFolder(out, edition);
    const files = await writeEdition(folder, { ...content, documents: [pdf] });
    expect(files[0]).toBe(join(folder, pdf.name));
    expect((await readdir(folder)).sort()).toEqual(["evaluation.json", "model.en.json", pdf.name, "snapshot.json"]);
    expect(await readSnapshot(folder)).toEqual(snapshot);
    expect(await readModel(folder)).toEqual(model);
    expect(await readModel(folder, "zh-CN")).toBeNull();
    expect(await listEditions(out)).toEqual(["monthly/2026-10/all"]);
  });

  it("leaves the folder as it was when a file cannot be written", async () => {
    const folder = editionFolder(out, edition);
    await writeEdition(folder, { ...content, documents: [pdf] });
    const before = await readdir(folder);
    // A name longer than any file system takes fails like a full disk does: in the middle of the writing.
    const tooLong = { name: `${"x".repeat(300)}.pdf`, bytes: new Uint8Array(4) };
    const changed = { name: pdf.name, bytes: new Uint8Array([1]) };
    await expect(writeEdition(folder, { ...content, documents: [changed, tooLong] })).rejects.toMatchObject({
      code: "OUTPUT_UNWRITABLE",
      where: folder,
    });
    expect(await readdir(folder)).toEqual(before);
    expect([...(await readFile(join(folder, pdf.name)))]).toEqual([...pdf.bytes]);
  });

  it("keeps a document in another language as long as it rests on the same figures", async () => {
    const folder = editionFolder(out, edition);
    const chinese = { name: "monthly_2026-10_zh-CN.pdf", bytes: new Uint8Array([2]) };
    await writeFile(join(await folderOf(folder), "notes.txt"), "a reader's own");
    await writeEdition(folder, { ...content, documents: [pdf, chinese] });
    await writeEdition(folder, { ...content, documents: [pdf] });
    expect(await readdir(folder)).toContain(chinese.name);
    const other = { ...snapshot, takenAt: "2026-11-01T00:00:00Z" } as Snapshot;
    await writeEdition(folder, { ...content, snapshot: other, documents: [pdf] });
    expect((await readdir(folder)).sort()).toEqual([
      "evaluation.json",
      "model.en.json",
      pdf.name,
      "notes.txt",
      "snapshot.json",
    ]);
  });

  it("takes away what a killed process left in the making", async () => {
    const folder = editionFolder(out, edition);
    const kill = `import { writeEdition } from ${JSON.stringify(new URL("../src/edition-files.ts", import.meta.url).href)};
      const bytes = new Uint8Array(4);
      const documents = [{ name: "a.pdf", get bytes() { process.kill(process.pid, "SIGKILL"); return bytes; } }];
      await writeEdition(${JSON.stringify(folder)}, { documents, snapshot: {}, evaluation: {}, models: [] });`;
    await expect(promisify(execFile)(process.execPath, ["--input-type=module", "--eval", kill])).rejects.toMatchObject({
      signal: "SIGKILL",
    });
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.writing-/)]);
    await writeEdition(folder, { ...content, documents: [pdf] });
    expect((await readdir(folder)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("leaves no empty folder where nothing came of it", async () => {
    const tooLong = { name: `${"x".repeat(300)}.pdf`, bytes: new Uint8Array(4) };
    await expect(writeEdition(editionFolder(out, edition), { ...content, documents: [tooLong] })).rejects.toThrow();
    expect(await readdir(out)).toEqual([]);
  });

  it("says so when saved data is damaged", async () => {
    const folder = editionFolder(out, edition);
    await writeEdition(folder, { ...content, documents: [{ name: "snapshot.json.bak", bytes: new Uint8Array() }] });
    await rm(join(folder, "snapshot.json"));
    await symlink(join(folder, "snapshot.json.bak"), join(folder, "snapshot.json"));
    await expect(readSnapshot(folder)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: expect.stringContaining("damaged"),
    });
  });
});
