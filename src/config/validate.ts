import { distance } from "fastest-levenshtein";
import type { z } from "zod";
import { descriptionAt, knownKeys, schemaAt } from "./schema-walk.ts";
import { keyText, type Problem, type YamlFile } from "./yaml-file.ts";

/** Parses one file by a schema; problems carry file, line, key and a hint. */
export function validateFile<T>(
  schema: z.ZodType<T>,
  file: YamlFile,
): { value: T; problems: [] } | { value: undefined; problems: Problem[] } {
  if (file.problems.length > 0) return { value: undefined, problems: file.problems };
  const result = schema.safeParse(file.data ?? {});
  if (result.success) return { value: result.data, problems: [] };
  return { value: undefined, problems: result.error.issues.flatMap((issue) => toProblems(issue, [], schema, file)) };
}

/** `"chanel"` → `Did you mean "channel"?`, or the list of what is known when nothing is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))[0];
  if (near && near.far <= Math.max(2, Math.floor(word.length / 3))) return `Did you mean "${near.candidate}"?`;
  if (known.length === 0) return "None is defined.";
  return `Known here: ${known.slice(0, 24).join(", ")}${known.length > 24 ? ", …" : ""}.`;
}

function toProblems(
  issue: z.core.$ZodIssue,
  above: readonly PropertyKey[],
  schema: z.core.$ZodType,
  file: YamlFile,
): Problem[] {
  const path = [...above, ...issue.path];
  const governing = schemaAt(schema, path, file.data);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((name) => ({
      file: file.file,
      ...file.positionOf([...path, name], "key"),
      key: keyText([...path, name]),
      message: `Unknown key "${name}".`,
      hint: didYouMean(name, knownKeys(governing)),
    }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const branch = likeliestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => toProblems(inner, path, schema, file));
  }
  if (issue.code === "invalid_key") {
    const name = String(path.at(-1));
    return [
      {
        file: file.file,
        ...file.positionOf(path, "key"),
        key: keyText(path),
        message: `"${name}" cannot be a name here.`,
        hint: sentence(issue.issues[0]?.message ?? "see docs/config.md"),
      },
    ];
  }
  const missing =
    (issue.code === "invalid_type" || issue.code === "invalid_union") && valueAt(file.data, path) === undefined;
  // Zod's own words for a union none of whose forms fits say nothing.
  const message = issue.message === "Invalid input" ? "This is not what is expected here." : sentence(issue.message);
  return [
    {
      file: file.file,
      ...file.positionOf(path),
      key: keyText(path),
      message: missing ? `"${String(path.at(-1) ?? file.file)}" is missing.` : message,
      hint: descriptionAt(schema, path, file.data) ?? "See docs/config.md.",
    },
  ];
}

/** The branch of a union the writer meant: the one that went wrong deepest inside, not at its very shape. */
function likeliestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  const meant = branches.filter(
    (issues) => !issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0),
  );
  return meant.sort((a, b) => a.length - b.length)[0];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    data,
  );
}

/** With a capital and a full stop. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
