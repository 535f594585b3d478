import { existsSync } from "node:fs";
import { cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { ZoneName } from "../config/schema/text.ts";
import { PeriodicalError } from "../errors.ts";
import { makeFolder } from "../folders.ts";

const SHIPPED = fileURLToPath(new URL("../../", import.meta.url));

const PARTS = [".gitignore", "output", "config", "periodical.yaml"] as const;

/**
 * Makes a project in a new or empty folder: the shipped configuration to start from, and nothing of the sample data.
 * Built beside its place and moved in whole.
 *
 * @returns paths of the files written, relative to the folder
 */
export async function initProject(
  dir: string,
  options: { organisation?: string; timezone?: string },
): Promise<string[]> {
  const folder = resolve(dir);
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => error.code ?? "");
  if (present === "ENOTDIR" && existsSync(folder)) {
    throw new PeriodicalError("USAGE", `${dir} is a file.`, {
      hint: "Name a folder that does not exist yet; nothing was changed.",
      where: folder,
    });
  }
  // What cannot be looked into is taken for full.
  if (present !== "ENOENT" && present !== "ENOTDIR" && present.length > 0) {
    throw new PeriodicalError("USAGE", `${dir} is not empty.`, {
      hint: "Name a folder that does not exist yet; nothing was changed.",
      where: folder,
    });
  }
  const zone = options.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!ZoneName.safeParse(zone).success) {
    throw new PeriodicalError("USAGE", `"${zone}" is not a time zone.`, {
      hint: "Use an IANA name such as Asia/Shanghai.",
    });
  }
  const organisation = options.organisation ?? basename(folder);
  if (organisation.trim() === "") {
    throw new PeriodicalError("USAGE", "The organisation has no name.", { hint: "Write it behind --organisation." });
  }
  const beside = join(dirname(folder), `.${basename(folder)}.init-${process.pid}`);
  await makeFolder(dirname(folder));
  try {
    await makeFolder(join(beside, "output"));
    await cp(join(SHIPPED, "config"), join(beside, "config"), { recursive: true });
    const project = parseDocument(await readFile(join(SHIPPED, "periodical.yaml"), "utf8"));
    project.set("organisation", organisation);
    project.set("timezone", zone);
    await writeFile(join(beside, "periodical.yaml"), project.toString());
    await writeFile(join(beside, ".gitignore"), ".periodical/\noutput/\n/archive/\n");
    if (typeof present === "string") await rename(beside, folder);
    // A folder that exists stays the same one: it may be where somebody stands. The file that makes it a project is last.
    else for (const name of PARTS) await rename(join(beside, name), join(folder, name));
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
