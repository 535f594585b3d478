import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";

export interface Position {
  line: number;
  column: number;
}

/** A problem of the configuration, with the place where it is mended. */
export interface Problem extends Position {
  /** Relative to the project. */
  file: string;
  /** Dotted path, e.g. `scorecards.after-sales.versions[0].dimensions`. */
  key: string;
  message: string;
  hint: string;
}

/** Where an entry of the merged configuration was written. */
export type Locate = (section: string, id: string, path?: readonly PropertyKey[]) => Omit<Problem, "message" | "hint">;

/** A parsed YAML file that knows where each of its values stands. */
export interface YamlFile {
  file: string;
  data: unknown;
  problems: Problem[];
  /** Place of the value at a path, or of its closest parent that exists; `key` = place of the key itself. */
  positionOf(path: readonly PropertyKey[], part?: "value" | "key"): Position;
}

/** Parses YAML; syntax errors and repeated keys become problems, never an exception. */
export function parseYamlFile(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const problems = document.errors.map((error): Problem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return {
      file,
      line,
      column: col,
      key: "",
      message: `This is not valid YAML: ${error.message}`,
      hint: yamlHint(error.code),
    };
  });

  const positionAt = (offset: number | undefined): Position => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  function positionOf(path: readonly PropertyKey[], part: "value" | "key" = "value"): Position {
    let node: unknown = document.contents;
    let place: Node | null = isNode(node) ? node : null;
    for (const [depth, step] of path.entries()) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
        if (!pair) break;
        const last = depth === path.length - 1;
        // A nested map begins below its key: the key is where a reader looks.
        const key = isScalar(pair.key) ? pair.key : null;
        place = last && part === "value" && isScalar(pair.value) ? pair.value : key;
        node = pair.value;
      } else {
        const child =
          isNode(node) && "get" in node && typeof node.get === "function" ? node.get(Number(step), true) : null;
        if (!isNode(child)) break;
        place = child;
        node = child;
      }
    }
    return positionAt(place?.range?.[0]);
  }

  let data: unknown;
  try {
    if (problems.length === 0) data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // An alias without its anchor, or aliases of aliases that would fill the memory.
    problems.push({
      file,
      ...positionAt(0),
      key: "",
      message: `This is not valid YAML: ${(error as Error).message}`,
      hint: "Write the anchor (&name) before its alias (*name), and write out what is nested deeply.",
    });
  }
  return { file, data, problems, positionOf };
}

/** `a.b[0].c` from a path. */
export function keyText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : text === "" ? String(step) : `${text}.${String(step)}`,
    "",
  );
}

function yamlHint(code: string): string {
  if (code === "DUPLICATE_KEY") return "Remove or rename one of the two keys.";
  if (code === "MULTIPLE_DOCS") return "A file holds one document: take the line `---` out, or make two files.";
  if (code === "TAB_AS_INDENT") return "Indent with blanks, not tabs.";
  return "Check indentation, quotes and colons around this line.";
}
