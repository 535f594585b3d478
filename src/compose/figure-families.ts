import { compareText } from "../text-order.ts";
import type { Figure } from "./model.ts";

/** Stands in a family's name where the key of a figure goes; ids are encoded, so that none contains it. */
export const PLACE = "…";

/** Figures whose ids differ in one place only. */
export interface FigureFamily {
  /** `call_answer_rate@…/team=laundry`: the id, with {@link PLACE} for the key. */
  name: string;
  /** Each with its key: what stands in the place, then `#aspect`; the aspect alone where the place is taken as before. */
  members: { key: string; figure: Figure }[];
}

interface Base {
  id: string;
  stem: string;
  period: string;
  /** `/team=laundry`, or empty. */
  cut: string;
  figures: Figure[];
}

/** An indicator with fewer figures than this shares a family with others like it. */
const FEW = 4;
/** So many with the same path (`quality/…`) have a family of their own. */
const MANY = 3;

/**
 * Groups figures for a list in which each is found by its id without every id being written out: a row for the history
 * of an indicator or of a member, one for the members of a dimension, one for what is there once.
 *
 * A figure's id is the family's name with its key in the place of `…`, but what begins with `#` comes at the end; a key
 * that is nothing else stands for the place before it ({@link figureIds} is that rule). Sorted by name, then by id.
 */
export function figureFamilies(figures: readonly Figure[]): FigureFamily[] {
  const bases = basesOf(figures);
  const families = new Map<string, FigureFamily>();
  const put = (name: string, key: string, base: Base) => {
    const family = families.get(name) ?? { name, members: [] };
    families.set(name, family);
    for (const [i, figure] of base.figures.entries()) {
      const aspect = figure.id.slice(base.id.length);
      family.members.push({ key: i === 0 ? key + aspect : aspect, figure });
    }
  };
  const alone: Base[] = [];
  for (const group of grouped(bases, ({ stem, cut }) => `${stem}@${dimensionOf(cut)}`)) {
    const periods = new Set(group.map(({ period }) => period));
    const cuts = new Set(group.map(({ cut }) => cut));
    const size = group.reduce((sum, base) => sum + base.figures.length, 0);
    for (const base of group) {
      const { stem, period, cut } = base;
      if (period === "" || (group.length === 1 && size < FEW)) alone.push(base);
      else if (cuts.size <= periods.size) put(`${stem}@${PLACE}${cut}`, period, base);
      else put(`${stem}@${period}${dimensionOf(cut)}${PLACE}`, cut.slice(dimensionOf(cut).length), base);
    }
  }
  for (const group of grouped(alone, ({ stem, period, cut }) => `${pathOf(stem)}@${period}${cut}`)) {
    const together = group.length >= MANY && pathOf(group[0]?.stem ?? "") !== "";
    for (const base of group) {
      const { id, stem, period, cut } = base;
      const path = together ? pathOf(stem) : "";
      if (period === "") put(PLACE, id, base);
      else put(`${path}${PLACE}@${period}${cut}`, stem.slice(path.length), base);
    }
  }
  return [...families.values()].sort((a, b) => compareText(a.name, b.name));
}

/** The ids of a family's figures, from its name and keys alone: how a reader of the printed list finds them. */
export function figureIds(name: string, keys: readonly string[]): string[] {
  let place = "";
  return keys.map((key) => {
    const hash = key.indexOf("#");
    const start = hash < 0 ? key : key.slice(0, hash);
    if (start !== "") place = start;
    return name.replace(PLACE, () => place) + key.slice(start.length);
  });
}

/** The figures of each id up to `#`, in order of id. */
function basesOf(figures: readonly Figure[]): Base[] {
  const bases = new Map<string, Base>();
  for (const figure of [...figures].sort((a, b) => compareText(a.id, b.id))) {
    const [id = ""] = figure.id.split("#", 1);
    const known = bases.get(id);
    if (known !== undefined) {
      known.figures.push(figure);
      continue;
    }
    const at = id.indexOf("@");
    const rest = at < 0 ? "" : id.slice(at + 1);
    const slash = rest.indexOf("/");
    bases.set(id, {
      id,
      stem: at < 0 ? id : id.slice(0, at),
      period: slash < 0 ? rest : rest.slice(0, slash),
      cut: slash < 0 ? "" : rest.slice(slash),
      figures: [figure],
    });
  }
  return [...bases.values()];
}

/** `/team=laundry` → `/team=`: what the members of a dimension have in common. */
function dimensionOf(cut: string): string {
  return cut.slice(0, cut.lastIndexOf("=") + 1);
}

/** `quality/calls/outcome_missing` → `quality/`; empty for a name without a path. */
function pathOf(stem: string): string {
  return stem.slice(0, stem.indexOf("/") + 1);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
