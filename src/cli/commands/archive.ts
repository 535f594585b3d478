import { resolve } from "node:path";
import { Command } from "commander";
import { type Context, withContext } from "../context.ts";

/** `archive list|show|verify|export|prune`. */
export function archiveCommand(): Command {
  return new Command("archive")
    .description("The filed revisions: list, show, verify, export, prune.")
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(verifyCommand())
    .addCommand(exportCommand())
    .addCommand(pruneCommand());
}

/** The archive of the project, or the folder named: a copy can be looked at without its project. */
async function openStore(context: Context, folder: string | undefined) {
  const { folderStore } = await import("../../archive/folder-store.ts");
  if (folder !== undefined) return folderStore(resolve(folder));
  const { loadConfig } = await import("../../config/load.ts");
  const { openArchive } = await import("../../archive/edition-archive.ts");
  return openArchive(await loadConfig(context.root));
}

function listCommand(): Command {
  return new Command("list")
    .description("Filed revisions, oldest first.")
    .argument("[edition]", "only those whose id begins so, e.g. after-sales-monthly/2026-10")
    .option("--folder <dir>", "an archive's folder or a copy of one (default: the project's)")
    .option("--json", "print the manifests as JSON")
    .action(async (edition: string | undefined, options: { folder?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { prunedSequences, readChain } = await import("../../archive/chain.ts");
        const { manifestsTable } = await import("../archive-text.ts");
        const chain = await readChain(await openStore(context, options.folder));
        const filed = chain.flatMap(({ manifest }) =>
          manifest.kind === "filed" && manifest.edition.id.startsWith(edition ?? "") ? [manifest] : [],
        );
        context.print(context.json ? JSON.stringify(filed, null, 2) : manifestsTable(filed, prunedSequences(chain)));
      });
    });
}

function showCommand(): Command {
  return new Command("show")
    .description("The manifest of a filed revision: files, hashes, what it was made with.")
    .argument("<edition>", "report/period or report/period/scope")
    .option("--revision <number>", "default: the last", Number)
    .option("--folder <dir>", "an archive's folder or a copy of one (default: the project's)")
    .option("--json", "print the manifest as JSON (as without)")
    .action(async (edition: string, options: { revision?: number; folder?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { filedManifest } = await import("../filed-manifest.ts");
        const store = await openStore(context, options.folder);
        context.print(JSON.stringify(await filedManifest(store, edition, options.revision), null, 2));
      });
    });
}

function verifyCommand(): Command {
  return new Command("verify")
    .description("Read every filed file and compare it with what was filed; works on a copy, without a warehouse.")
    .option("--folder <dir>", "an archive's folder or a copy of one (default: the project's)")
    .option("--head <sha256>", "last entry of the chain as noted elsewhere: finds entries cut off the end")
    .option("--json", "print what was found as JSON")
    .action(async (options: { folder?: string; head?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { verifyArchive } = await import("../../archive/verify.ts");
        const { verificationText } = await import("../archive-text.ts");
        const { EXIT_CODES } = await import("../../errors.ts");
        const store = await openStore(context, options.folder);
        context.progress.step(`Verify ${store.location}`);
        const found = await verifyArchive(store, options.head);
        context.progress.done();
        context.print(context.json ? JSON.stringify(found, null, 2) : verificationText(found));
        if (found.faults.length > 0) process.exitCode = EXIT_CODES.ARCHIVE_DAMAGED;
      });
    });
}

function exportCommand(): Command {
  return new Command("export")
    .description("Copy a filed revision's files to a folder, checked against their hashes.")
    .argument("<edition>", "report/period or report/period/scope")
    .argument("<dir>", "a new or empty folder")
    .option("--revision <number>", "default: the last", Number)
    .option("--folder <dir>", "an archive's folder or a copy of one (default: the project's)")
    .option("--json", "print the paths as JSON")
    .action(async (edition: string, dir: string, options: { revision?: number; folder?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { filedManifest } = await import("../filed-manifest.ts");
        const { exportRevision } = await import("../../archive/export.ts");
        const store = await openStore(context, options.folder);
        const manifest = await filedManifest(store, edition, options.revision);
        const paths = await exportRevision(store, manifest, resolve(dir));
        context.print(context.json ? JSON.stringify(paths, null, 2) : paths.join("\n"));
      });
    });
}

function pruneCommand(): Command {
  return new Command("prune")
    .description("Remove the files of revisions older than their report's retention; tombstones keep the chain whole.")
    .option("--dry-run", "only say what would be removed")
    .option("--by <name>", "who asks, for the archive (default: the user of this machine)")
    .option("--json", "print what was removed as JSON")
    .action(async (options: { dryRun?: true; by?: string }, command: Command) => {
      await withContext(command, async (context) => {
        const { loadConfig } = await import("../../config/load.ts");
        const { openArchive } = await import("../../archive/edition-archive.ts");
        const { prunedSequences, settle } = await import("../../archive/chain.ts");
        const { outlived, prune } = await import("../../archive/prune.ts");
        const { revisionPath } = await import("../../archive/manifest.ts");
        const { whoIs } = await import("../user.ts");
        const config = await loadConfig(context.root);
        const store = openArchive(config);
        const chain = await settle(store);
        const gone = prunedSequences(chain);
        const filed = chain.flatMap(({ manifest }) =>
          manifest.kind === "filed" && !gone.has(manifest.sequence) ? [manifest] : [],
        );
        const now = new Date();
        const due = outlived(filed, (report) => config.reports[report]?.retention ?? null, now);
        for (const manifest of options.dryRun ? [] : due) {
          const years = config.reports[manifest.edition.report]?.retention?.years ?? 0;
          const asked = { at: now, by: whoIs(options.by), rule: `kept for ${years} years` };
          await prune(store, manifest, asked);
        }
        const paths = due.map(({ edition }) => revisionPath(edition));
        const verb = options.dryRun ? "Would be removed" : "Removed";
        context.print(
          context.json
            ? JSON.stringify(paths, null, 2)
            : paths.length === 0
              ? "No revision is older than its report's retention."
              : `${verb}:\n${paths.map((path) => `  ${path}`).join("\n")}`,
        );
      });
    });
}
