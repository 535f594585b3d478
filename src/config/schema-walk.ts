import type { z } from "zod";

/**
 * The schema that governs a path, wrappers (optional, default …) removed; undefined where a schema branches without
 * telling which branch holds. `value` is the whole input, needed to choose among options by their discriminator.
 */
export function schemaAt(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: unknown,
): z.core.$ZodType | undefined {
  const { found, input } = wrappedAt(schema, path, value);
  return found && choose(unwrap(found), input);
}

/** The description of what stands at a path: its own, else that of the closest wrapper (optional, default …). */
export function descriptionAt(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: unknown,
): string | undefined {
  const { found, input } = wrappedAt(schema, path, value);
  let closest: string | undefined;
  for (let current = found; current !== undefined; current = inside(current))
    closest = descriptionOf(current) ?? closest;
  return (found && descriptionOf(choose(unwrap(found), input))) ?? closest;
}

function wrappedAt(
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: unknown,
): { found: z.core.$ZodType | undefined; input: unknown } {
  let found: z.core.$ZodType | undefined = schema;
  let input = value;
  for (const step of path) {
    found = found && child(choose(unwrap(found), input), step);
    input = typeof input === "object" && input !== null ? (input as Record<PropertyKey, unknown>)[step] : undefined;
  }
  return { found, input };
}

/** Keys an object schema knows; empty for anything else. */
export function knownKeys(schema: z.core.$ZodType | undefined): string[] {
  if (!schema) return [];
  const def = defOf(schema);
  if (def.type === "object" && def.shape) return Object.keys(def.shape);
  if (def.type === "union") return [...new Set((def.options ?? []).flatMap((option) => knownKeys(unwrap(option))))];
  return [];
}

/** The description written on the schema or on what it wraps. */
function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
  const described = schema as { description?: string } | undefined;
  return described?.description;
}

/** The part of zod's definition objects that is walked here. */
interface Definition {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  options?: readonly z.core.$ZodType[];
  discriminator?: string;
  valueType?: z.core.$ZodType;
  element?: z.core.$ZodType;
  items?: readonly z.core.$ZodType[];
  innerType?: z.core.$ZodType;
  in?: z.core.$ZodType;
  values?: readonly unknown[];
}

export function defOf(schema: z.core.$ZodType): Definition {
  return schema._zod.def as unknown as Definition;
}

export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let current = schema;
  for (let inner = inside(current); inner; inner = inside(current)) current = inner;
  return current;
}

function inside(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  const def = defOf(schema);
  return def.innerType ?? (def.type === "pipe" ? def.in : undefined);
}

function child(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  const def = defOf(schema);
  switch (def.type) {
    case "object":
      return def.shape?.[String(step)];
    case "record":
      return def.valueType;
    case "array":
      return def.element;
    case "tuple":
      return def.items?.[Number(step)];
  }
  return undefined;
}

/** The option of a union that the input means: by its discriminator, else by the shape of the input. */
function choose(schema: z.core.$ZodType, input: unknown): z.core.$ZodType {
  const def = defOf(schema);
  if (def.type !== "union" || !def.options) return schema;
  const options = def.options.map(unwrap);
  const tag = def.discriminator;
  if (tag !== undefined && typeof input === "object" && input !== null) {
    const wanted = (input as Record<string, unknown>)[tag];
    const match = options.find((option) => {
      const member = defOf(option).shape?.[tag];
      return member !== undefined && defOf(unwrap(member)).values?.includes(wanted) === true;
    });
    if (match) return match;
  }
  const kind = Array.isArray(input)
    ? ["array", "tuple"]
    : typeof input === "object"
      ? ["object", "record"]
      : [typeof input];
  const fitting = options.filter((option) => kind.includes(defOf(option).type));
  return fitting.length === 1 && fitting[0] ? fitting[0] : schema;
}
