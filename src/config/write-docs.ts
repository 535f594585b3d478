import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedDocs } from "./reference.ts";

const root = new URL("../../", import.meta.url);
for (const [path, text] of Object.entries(generatedDocs())) {
  const file = fileURLToPath(new URL(path, root));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
