import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readChain, revisionsOf, settle } from "../../src/archive/chain.ts";
import { fileRevision, type Revision } from "../../src/archive/file-revision.ts";
import { folderStore } from "../../src/archive/folder-store.ts";
import { outlived, prune } from "../../src/archive/prune.ts";
import type { ArchiveStore } from "../../src/archive/store.ts";
import { verifyArchive } from "../../src/archive/verify.ts";

let root: string;
let store: ArchiveStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "archive-"));
  store = folderStore(root);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const HASH = "0".repeat(64);
const asked = { at: new Date("2026-11-01T02:00:00Z"), by: "test" };

function revision(number = 1, text = "figures", id = "monthly/2026-10/all"): Revision {
  const [report = "", period = ""] = id.split("/");
  return {
    edition: { id, report, period, scope: {}, revision: number },
    reason: number === 1 ? "first" : "restated",
    takenAt: "2026-11-01T01:00:00Z",
    figures: 3,
    madeWith: { periodical: "0.1.0", browser: "Chrome/1", config: HASH, templates: HASH, fonts: HASH },
    files: [
      { name: "report.pdf", bytes: Buffer.from(`%PDF ${text}`) },
      { name: "snapshot.json", bytes: Buffer.from("{}") },
    ],
  };
}

const faults = async (): Promise<string[]> =>
  (await verifyArchive(store)).faults.map(({ kind, path }) => `${kind} ${path}`);

describe("a filed revision", () => {
  it("is its files, its manifest beside them, and an entry of the chain with the same bytes", async () => {
    const manifest = await fileRevision(store, revision(), asked);
    const folder = join(root, "monthly/2026-10/all/r1");
    expect((await readdir(folder)).sort()).toEqual(["manifest.json", "report.pdf", "snapshot.json"]);
    expect(await readFile(join(folder, "manifest.json"))).toEqual(await readFile(join(root, "chain/00000001.json")));
    expect(manifest).toMatchObject({ sequence: 1, previous: null, by: "test", at: "2026-11-01T02:00:00.000Z" });
    // sha256sum : printf '%%PDF figures' | sha256sum
    expect(manifest.files[0]).toEqual({
      name: "report.pdf",
      bytes: 12,
      sha256: "f8b1eb5e332a7d09a228f6066ae9fccf820b1c29c21083c722aa9448995bb6d2",
    });
    expect(await readdir(join(root, ".filing"))).toEqual([]);
  });

  it("names the hash of the entry before it, whatever edition that was of", async () => {
    await fileRevision(store, revision(), asked);
    await fileRevision(store, revision(1, "x", "weekly/2026-W40/team=north"), asked);
    await fileRevision(store, revision(2, "y"), asked);
    const chain = await readChain(store);
    expect(chain.map(({ manifest }) => manifest.sequence)).toEqual([1, 2, 3]);
    expect(chain.map(({ manifest }) => manifest.previous)).toEqual([null, chain[0]?.hash, chain[1]?.hash]);
    expect(revisionsOf(chain, "monthly/2026-10/all").map(({ edition }) => edition.revision)).toEqual([1, 2]);
    expect(await verifyArchive(store)).toMatchObject({ revisions: 3, files: 6, faults: [], head: chain[2]?.hash });
  });

  it("is never replaced: the same number again is refused and leaves nothing behind", async () => {
    await fileRevision(store, revision(), asked);
    await expect(fileRevision(store, revision(1, "other"), asked)).rejects.toMatchObject({ code: "BUSY" });
    await expect(fileRevision(store, revision(3), asked)).rejects.toMatchObject({ code: "BUSY" });
    expect(await readFile(join(root, "monthly/2026-10/all/r1/report.pdf"), "utf8")).toBe("%PDF figures");
    expect(await readdir(join(root, ".filing"))).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it("by twelve at once: every edition once, one chain without a gap; of one edition only one first revision", async () => {
    const ids = Array.from({ length: 8 }, (_, i) => `monthly/2026-${String(i + 1).padStart(2, "0")}/all`);
    const filed = await Promise.allSettled(
      [...ids, ...Array.from({ length: 4 }, () => "monthly/2026-10/all")].map((id) =>
        fileRevision(folderStore(root), revision(1, "x", id), asked),
      ),
    );
    expect(filed.filter(({ status }) => status === "fulfilled")).toHaveLength(9);
    expect((await store.sequences()).length).toBe(9);
    expect(await verifyArchive(store)).toMatchObject({ revisions: 9, faults: [] });
  });
});

describe("killed while filing", () => {
  /** Stops the work at a step as a kill would: nothing after it happens, not even cleaning up. */
  const dying = (at: "append" | "place"): ArchiveStore => ({
    ...store,
    [at]: () => new Promise(() => undefined),
  });
  const begin = async (at: "append" | "place"): Promise<void> => {
    void fileRevision(dying(at), revision(), asked);
    for (let staged: string[] = []; staged.length === 0; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      staged = await readdir(join(root, at === "append" ? ".filing" : "chain")).catch(() => []);
      staged = staged.filter((name) => !name.startsWith("."));
    }
  };

  it("before the chain names it, nothing is filed; the same revision can be filed again", async () => {
    await begin("append");
    expect(await store.revisions()).toEqual([]);
    await fileRevision(store, revision(), asked);
    expect(await verifyArchive(store)).toMatchObject({ revisions: 1, faults: [] });
  });

  it("after the chain names it, the next run finishes: the revision is there, whole, once", async () => {
    await begin("place");
    expect(await faults()).toEqual(["missing monthly/2026-10/all/r1"]);
    await settle(store);
    expect(await verifyArchive(store)).toMatchObject({ revisions: 1, files: 2, faults: [] });
    await expect(fileRevision(store, revision(), asked)).rejects.toMatchObject({ code: "BUSY" });
  });
});

describe("verify", () => {
  beforeEach(async () => {
    await fileRevision(store, revision(), asked);
    await fileRevision(store, revision(2, "more"), asked);
    await fileRevision(store, revision(1, "x", "weekly/2026-W40/all"), asked);
  });
  const file = (name: string): string => join(root, "monthly/2026-10/all", name);

  it.each<[string, () => Promise<unknown>, string[]]>([
    [
      "an altered file of the same length",
      () => writeFile(file("r1/report.pdf"), "%PDF fixures"),
      ["altered monthly/2026-10/all/r1/report.pdf"],
    ],
    ["a missing file", () => rm(file("r2/snapshot.json")), ["missing monthly/2026-10/all/r2/snapshot.json"]],
    ["an added file", () => writeFile(file("r1/note.txt"), "x"), ["added monthly/2026-10/all/r1/note.txt"]],
    ["a missing revision", () => rm(file("r2"), { recursive: true }), ["missing monthly/2026-10/all/r2"]],
    ["an added revision", () => cp(file("r1"), file("r3"), { recursive: true }), ["added monthly/2026-10/all/r3"]],
    [
      "a manifest that was written anew",
      () => writeFile(file("r1/manifest.json"), "{}"),
      ["altered monthly/2026-10/all/r1/manifest.json"],
    ],
    [
      "an entry taken out of the chain",
      () => rm(join(root, "chain/00000002.json")),
      ["order chain/00000003.json", "altered chain/00000003.json", "added monthly/2026-10/all/r2"],
    ],
    ["an entry that is no manifest", () => writeFile(join(root, "chain/00000002.json"), "no"), ["unreadable chain"]],
  ])("finds %s", async (_, damage, expected) => {
    expect(await faults()).toEqual([]);
    await damage();
    expect(await faults()).toEqual(expected);
  });

  it("finds exchanged revisions and exchanged entries", async () => {
    await rename(file("r1"), file("rx"));
    await rename(file("r2"), file("r1"));
    await rename(file("rx"), file("r2"));
    expect(await faults()).toEqual([
      "altered monthly/2026-10/all/r1/report.pdf",
      "altered monthly/2026-10/all/r1/manifest.json",
      "altered monthly/2026-10/all/r2/report.pdf",
      "altered monthly/2026-10/all/r2/manifest.json",
    ]);
    const [first, second] = [join(root, "chain/00000001.json"), join(root, "chain/00000002.json")];
    const [one, two] = [await readFile(first), await readFile(second)];
    await writeFile(first, two);
    await writeFile(second, one);
    expect((await faults()).filter((fault) => fault.startsWith("order"))).toContain("order chain/00000001.json");
  });

  it("finds a forged entry: whoever rewrites one must rewrite all after it, and then the head is another", async () => {
    const { head } = await verifyArchive(store);
    const path = join(root, "chain/00000001.json");
    await writeFile(path, (await readFile(path, "utf8")).replace('"by": "test"', '"by": "nobody"'));
    expect(await faults()).toEqual(["altered chain/00000002.json", "altered monthly/2026-10/all/r1/manifest.json"]);
    expect((await verifyArchive(store, head ?? "")).head).toBe(head);
  });

  it("finds entries cut off the end by the head that was noted", async () => {
    const { head } = await verifyArchive(store);
    await rm(join(root, "chain/00000003.json"));
    await rm(join(root, "weekly"), { recursive: true });
    expect(await faults()).toEqual([]);
    expect((await verifyArchive(store, head ?? "")).faults).toMatchObject([{ kind: "missing", path: "chain" }]);
  });

  it("works on a copy in another place", async () => {
    const copy = await mkdtemp(join(tmpdir(), "archive-copy-"));
    await cp(root, copy, { recursive: true });
    expect((await verifyArchive(folderStore(copy))).faults).toEqual([]);
    await rm(copy, { recursive: true });
  });
});

describe("prune", () => {
  const filedOn = (at: string, number: number) =>
    fileRevision(store, revision(number), { at: new Date(at), by: "test" });

  it("picks revisions whose years are over, to the day, leap days included", async () => {
    const manifests = [await filedOn("2024-02-29T00:00:00Z", 1), await filedOn("2025-03-01T00:00:00Z", 2)];
    const due = (now: string) =>
      outlived(manifests, () => ({ years: 1 }), new Date(now)).map(({ edition }) => edition.revision);
    expect(due("2025-02-28T23:59:59Z")).toEqual([]);
    expect(due("2025-03-01T00:00:00Z")).toEqual([1]);
    expect(due("2026-03-01T00:00:00Z")).toEqual([1, 2]);
    expect(outlived(manifests, () => null, new Date("2099-01-01"))).toEqual([]);
  });

  it("removes the files and leaves manifest and tombstone; the chain still verifies and goes on", async () => {
    const manifest = await filedOn("2020-01-01T00:00:00Z", 1);
    const done = await prune(store, manifest, { ...asked, rule: "5 years" });
    expect(done).toMatchObject({ sequence: 2, of: 1, rule: "5 years" });
    expect(await readdir(join(root, "monthly/2026-10/all/r1"))).toEqual(["manifest.json"]);
    expect(await prune(store, manifest, { ...asked, rule: "5 years" })).toBeNull();
    await fileRevision(store, revision(2), asked);
    expect(await verifyArchive(store)).toMatchObject({ revisions: 2, pruned: 1, faults: [] });
    await mkdir(join(root, "monthly/2026-10/all/r1"), { recursive: true });
    await writeFile(join(root, "monthly/2026-10/all/r1/report.pdf"), "back");
    expect(await faults()).toEqual(["added monthly/2026-10/all/r1/report.pdf"]);
  });
});
