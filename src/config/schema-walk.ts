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
  let current: z.core.$ZodType | undefined = unwrap(schema);
  let input = value;
  for (const step of path) {
    current = current && child(choose(current, input), step);
    input = typeof input === "object" && input !== null ? (input as Record<PropertyKey, unknown>)[step] : undefined;
  }
  return current && choose(current, input);
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
export function descriptionOf(schema: z.core.$ZodType | undefined): string | undefined {
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
  for (;;) {
    const def = defOf(current);
    const inner = def.innerType ?? (def.type === "pipe" ? def.in : undefined);
    if (!inner) return current;
    current = inner;
  }
}

function child(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  const def = defOf(schema);
  const found =
    def.type === "object"
      ? def.shape?.[String(step)]
      : def.type === "record"
        ? def.valueType
        : def.type === "array"
          ? def.element
          : def.type === "tuple"
            ? def.items?.[Number(step)]
            : undefined;
  return found && unwrap(found);
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
