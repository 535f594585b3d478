import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { initProject } from "../../src/cli/init-project.ts";
import { loadConfig } from "../../src/config/load.ts";

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "periodical-init-"));
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe("initProject", () => {
  it("makes a project that loads, with the name and zone given, and keeps the file's comments", async () => {
    const folder = join(place, "deep/er/project");
    const files = await initProject(folder, { organisation: "Acme: <b>", timezone: "Europe/Berlin" });
    const config = await loadConfig(folder);
    expect(config.project).toMatchObject({ organisation: "Acme: <b>", timezone: "Europe/Berlin" });
    expect(Object.keys(config.reports)).toContain("after-sales-monthly");
    expect(files.map((file) => file.slice(folder.length + 1))).toContain("periodical.yaml");
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toContain(".periodical/");
    expect(await readdir(join(place, "deep/er"))).toEqual(["project"]);
  });

  it("never touches a folder that holds something", async () => {
    await writeFile(join(place, "mine.txt"), "x");
    await expect(initProject(place, {})).rejects.toMatchObject({ code: "USAGE" });
    expect(await readFile(join(place, "mine.txt"), "utf8")).toBe("x");
  });

  it("never touches a file of that name", async () => {
    const file = join(place, "notes");
    await writeFile(file, "mine");
    await expect(initProject(file, {})).rejects.toMatchObject({ code: "USAGE" });
    expect(await readFile(file, "utf8")).toBe("mine");
  });

  it("fills an empty folder and leaves it the same one, so that who stands in it sees the files", async () => {
    const folder = join(place, "here");
    await mkdir(folder);
    const { ino } = await stat(folder);
    await initProject(folder, { organisation: "Acme", timezone: "UTC" });
    expect((await stat(folder)).ino).toBe(ino);
    expect((await loadConfig(folder)).project.organisation).toBe("Acme");
  });

  it("refuses an organisation without a name", async () => {
    await expect(initProject(join(place, "nameless"), { organisation: " " })).rejects.toMatchObject({ code: "USAGE" });
  });

  it("refuses a zone that is none before anything is written", async () => {
    await expect(initProject(join(place, "new"), { timezone: "Mars/Olympus" })).rejects.toMatchObject({
      code: "USAGE",
    });
    expect(await readdir(place)).not.toContain("new");
  });

  it("says which folder cannot be made, also where the file system never says no", async () => {
    await expect(initProject(join(place, "mine.txt/below"), {})).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
    await expect(initProject("/proc/periodical", {})).rejects.toMatchObject({ code: "OUTPUT_UNWRITABLE" });
  });
});
