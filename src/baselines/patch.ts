import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import type { Indicator } from "../config/schema/indicator.ts";
import { PeriodicalError } from "../errors.ts";
import { type ScorecardProposal, versionItem } from "./version-yaml.ts";

/** Lines around a change, by which a patch finds its place. */
const CONTEXT = 3;

interface Insertion {
  /** Number of lines before it. */
  after: number;
  lines: readonly string[];
}

/**
 * The proposals as a unified diff: each version is added behind the last one of its scorecard, in the file that holds it.
 *
 * @throws {PeriodicalError} CONFIG_INVALID when the versions are written in one line or as an alias, where nothing can be added
 */
export async function proposalsPatch(
  root: string,
  found: readonly ScorecardProposal[],
  indicators: Readonly<Record<string, Indicator>>,
): Promise<string> {
  const files = await yamlFiles(root);
  const changes = new Map<string, { text: string; insertions: Insertion[] }>();
  for (const proposal of found) {
    const home = files.find(({ text }) => holds(text, proposal.scorecard));
    if (home === undefined) throw notInsertable(proposal.scorecard, "config");
    const change = changes.get(home.name) ?? { text: home.text, insertions: [] };
    change.insertions.push(insertionOf(home, proposal, indicators));
    changes.set(home.name, change);
  }
  return [...changes].map(([name, { text, insertions }]) => unifiedDiff(name, text, insertions)).join("");
}

/** A diff that only adds lines. */
export function unifiedDiff(name: string, text: string, insertions: readonly Insertion[]): string {
  const ends = text.endsWith("\n");
  const lines = (ends ? text.slice(0, -1) : text).split("\n");
  const hunks: string[] = [];
  let added = 0;
  for (const { after, lines: fresh } of [...insertions].sort((a, b) => a.after - b.after)) {
    const before = lines.slice(Math.max(0, after - CONTEXT), after);
    const behind = lines.slice(after, after + CONTEXT);
    const first = after - before.length + 1;
    const old = before.length + behind.length;
    // A file whose last line has no end: that line is given one before anything can follow it.
    const open = !ends && behind.length === 0;
    const kept = open ? before.slice(0, -1) : before;
    const last = before.at(-1) ?? "";
    hunks.push(
      `@@ -${first},${old} +${first + added},${old + fresh.length} @@`,
      ...kept.map((line) => ` ${line}`),
      ...(open ? [`-${last}`, "\\ No newline at end of file", `+${last}`] : []),
      ...fresh.map((line) => `+${line}`),
      ...behind.map((line) => ` ${line}`),
    );
    added += fresh.length;
  }
  return [`--- a/${name}`, `+++ b/${name}`, ...hunks, ""].join("\n");
}

function insertionOf(
  { name, text }: { name: string; text: string },
  proposal: ScorecardProposal,
  indicators: Readonly<Record<string, Indicator>>,
): Insertion {
  const counter = new LineCounter();
  const versions = parseDocument(text, { lineCounter: counter }).getIn(
    ["scorecards", proposal.scorecard, "versions"],
    true,
  );
  if (!isSeq(versions) || versions.flow === true) throw notInsertable(proposal.scorecard, name);
  const last = versions.items.at(-1);
  if (!isMap(last) || last.flow === true || !last.range) throw notInsertable(proposal.scorecard, name);
  const { col } = counter.linePos(last.range[0]);
  const end = last.range[1];
  // A block ends where the next line begins, or in the middle of the last one.
  const after = text.slice(0, end).split("\n").length - (text[end - 1] === "\n" ? 1 : 0);
  const margin = " ".repeat(Math.max(0, col - 3));
  const lines = versionItem(proposal, indicators).map((line) => (line === "" ? "" : margin + line));
  return { after, lines };
}

function holds(text: string, scorecard: string): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && document.hasIn(["scorecards", scorecard]);
}

async function yamlFiles(root: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(join(root, "config"), { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((name) => !name.split(sep).some((part) => part.startsWith(".")))
    .sort();
  return Promise.all(
    names.map(async (name) => ({ name: name.split(sep).join("/"), text: await readFile(join(root, name), "utf8") })),
  );
}

function notInsertable(scorecard: string, where: string): PeriodicalError {
  return new PeriodicalError(
    "CONFIG_INVALID",
    `No patch can be made for the scorecard ${scorecard}: its versions are not written one below the other.`,
    { where, hint: "Leave --diff out and add the version by hand, or write the versions as a list." },
  );
}
