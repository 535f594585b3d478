import { z } from "zod";
import { Model } from "../compose/model.ts";
import { ConfigFile } from "./schema/index.ts";
import { ProjectConfig } from "./schema/project.ts";

/** The part of JSON Schema that zod writes and this page reads. */
interface JsonSchema {
  type?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
}

/** Everything that is generated from the schemas: path below the repository → text. */
export function generatedDocs(): Record<string, string> {
  return {
    "docs/config.md": configPage(),
    "docs/schemas/periodical.json": editorSchema(ProjectConfig, "periodical.yaml"),
    "docs/schemas/config.json": editorSchema(ConfigFile, "config/**/*.yaml"),
    "docs/schemas/model.json": editorSchema(Model, "model.<locale>.json"),
  };
}

function editorSchema(schema: z.ZodType, title: string): string {
  return `${JSON.stringify({ ...z.toJSONSchema(schema, { io: "input" }), title }, null, 2)}\n`;
}

function configPage(): string {
  const project = z.toJSONSchema(ProjectConfig, { io: "input" }) as JsonSchema;
  const files = z.toJSONSchema(ConfigFile, { io: "input" }) as JsonSchema;
  return [
    "# Configuration",
    "",
    "<!-- Generated from src/config/schema by `npm run docs`; edit the schemas, not this page. -->",
    "",
    "A project is a folder with `periodical.yaml` and any number of YAML files below `config/`. Every file below `config/`",
    "may hold any of the sections `datasets`, `indicators`, `scorecards`, `playbooks`, `reports`, `goals`, `kpis`, `imports`,",
    "`holidays`, `dictionaries`, `groups`, `channels` (each a map from id to entry) and `theme`; the files are merged and an id may occur once. Unknown keys are refused. `periodical check`",
    "lists every problem with file, line and key. Editors complete and check the files with the schemas in",
    "[`schemas/`](schemas/).",
    "",
    "A **bold** key is required. *Text* is one string for all languages or a map from language tag to string.",
    "",
    "## periodical.yaml",
    "",
    ...objectPage("", project, 3),
    ...Object.entries(files.properties ?? {}).flatMap(([section, schema]) => [
      `## ${section}`,
      "",
      ...mapPage(section, schema),
    ]),
  ]
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n");
}

/** A section is a map from id to entry (`theme` is a single entry). */
function mapPage(section: string, schema: JsonSchema): string[] {
  const entry = typeof schema.additionalProperties === "object" ? schema.additionalProperties : null;
  return entry ? objectPage(`${section}.<id>`, entry, 3) : objectPage(section, schema, 3);
}

/** A table of an object's keys, then a page for each object inside it. Variants of a union get a table each. */
function objectPage(path: string, schema: JsonSchema, level: number): string[] {
  const variants = (schema.oneOf ?? schema.anyOf)?.filter((variant) => variant.type === "object" && variant.properties);
  if (variants && variants.length > 0)
    return variants.flatMap((variant) => variantPage(path, variant, variants, level));
  const entries = Object.entries(schema.properties ?? {});
  return [
    ...keyTable(entries, schema.required ?? []),
    ...entries.flatMap(([key, value]) => inner(join(path, key), value, level)),
  ];
}

function variantPage(path: string, variant: JsonSchema, all: readonly JsonSchema[], level: number): string[] {
  const entries = Object.entries(variant.properties ?? {});
  const tag = entries.find(([, value]) => value.const !== undefined);
  const first = variant === all[0];
  // Keys that every variant shares are described once, with the first.
  const own = entries.filter(
    ([key]) => first || all.some((other) => !(key in (other.properties ?? {}))) || key === tag?.[0],
  );
  return [
    tag ? `${"#".repeat(level)} \`${tag[0]}: ${String(tag[1].const)}\`` : "",
    "",
    tag?.[1].description ?? variant.description ?? "",
    "",
    ...(first || tag === undefined ? [] : ["Beside the keys every variant has:", ""]),
    ...keyTable(
      own.filter(([key]) => key !== tag?.[0]),
      variant.required ?? [],
    ),
    ...own.flatMap(([key, value]) => inner(join(path, key), value, level + 1)),
  ];
}

function inner(path: string, schema: JsonSchema, level: number): string[] {
  const target = objectInside(path, schema);
  if (!target) return [];
  const heading = [`${"#".repeat(Math.min(level, 5))} \`${target.path}\``, ""];
  return [...heading, ...objectPage(target.path, target.schema, Math.min(level + 1, 5))];
}

/** The object a key holds: itself, an item of a list, or the entry of a map. */
function objectInside(path: string, schema: JsonSchema): { path: string; schema: JsonSchema } | null {
  if (schema.properties) return { path, schema };
  if (schema.items) return objectInside(`${path}[]`, schema.items);
  if (typeof schema.additionalProperties === "object") return objectInside(`${path}.<id>`, schema.additionalProperties);
  const options = (schema.anyOf ?? schema.oneOf ?? [])
    .map((option) => objectInside(path, option))
    .filter((o) => o !== null);
  if (options.length === 1) return options[0] ?? null;
  return options.length > 1 ? { path, schema } : null;
}

function keyTable(entries: readonly [string, JsonSchema][], required: readonly string[]): string[] {
  const rows = entries.map(([key, schema]) => {
    const name = required.includes(key) ? `**\`${key}\`**` : `\`${key}\``;
    const fallback = schema.default === undefined ? "" : `\`${JSON.stringify(schema.default)}\``;
    return `| ${name} | ${typeText(schema)} | ${fallback} | ${(schema.description ?? "").replaceAll("|", "\\|")} |`;
  });
  return ["| key | value | default | meaning |", "|---|---|---|---|", ...rows, ""];
}

function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return isLocalText(options) ? "text" : [...new Set(options.map(typeText))].join(" or ");
  if (schema.prefixItems) return `list of ${schema.prefixItems.length} × ${typeText(schema.prefixItems[0] ?? {})}`;
  if (schema.type === "array") return `list of ${typeText(schema.items ?? {})}`;
  if (schema.type === "object") {
    return typeof schema.additionalProperties === "object"
      ? `map to ${typeText(schema.additionalProperties)}`
      : "object";
  }
  return `${schema.type ?? "any"}${rangeText(schema)}`;
}

function isLocalText(options: readonly JsonSchema[]): boolean {
  return (
    options.length === 2 && options[0]?.type === "string" && options[1]?.type === "object" && !options[1].properties
  );
}

function rangeText(schema: JsonSchema): string {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  const bounded = (bound: number | undefined): bound is number => bound !== undefined && Math.abs(bound) < 1e15;
  const parts = [
    bounded(low) ? `${schema.minimum === undefined ? ">" : "≥"} ${low}` : "",
    bounded(high) ? `${schema.maximum === undefined ? "<" : "≤"} ${high}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : ` ${parts.join(", ")}`;
}

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
