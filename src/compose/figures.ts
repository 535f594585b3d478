import { compareText } from "../text-order.ts";
import type { Figure } from "./model.ts";

/** What a figure is before it is printed; missing parts are null. */
export interface FigureSpec {
  id: string;
  label: string;
  value: number | null;
  unit: string;
  text: string;
  n?: number | null;
  query?: string | null;
  formula?: string | null;
  spelled?: string | undefined;
  effect?: "better" | "worse" | "same";
}

/**
 * The figures of one document. A figure is made where it is needed and becomes part of the document when something
 * prints it; made twice it must be the same both times, so that one id can never stand for two texts.
 */
export interface FigureBook {
  make(spec: FigureSpec): Figure;
  /** Enters a figure into the document and returns its id. */
  use(figure: Figure): string;
  /** A figure of the document by its id. */
  get(id: string): Figure | undefined;
  /** The document's figures, sorted by id. */
  used(): Record<string, Figure>;
}

export function createFigureBook(): FigureBook {
  const made = new Map<string, Figure>();
  const used = new Set<string>();
  return {
    make(spec) {
      const figure: Figure = {
        id: spec.id,
        label: spec.label,
        value: spec.value,
        unit: spec.unit,
        text: spec.text,
        n: spec.n ?? null,
        query: spec.query ?? null,
        formula: spec.formula ?? null,
        ...(spec.spelled === undefined ? {} : { spelled: spec.spelled }),
        ...(spec.effect === undefined ? {} : { effect: spec.effect }),
      };
      const known = made.get(spec.id);
      if (known === undefined) {
        made.set(spec.id, figure);
        return figure;
      }
      if (known.text !== figure.text || known.value !== figure.value || known.effect !== figure.effect) {
        throw new Error(
          `figure ${spec.id} would be printed as "${known.text}" and as "${figure.text}", or as different kinds`,
        );
      }
      return known;
    },
    use(figure) {
      used.add(figure.id);
      return figure.id;
    },
    get: (id) => (used.has(id) ? made.get(id) : undefined),
    used: () => {
      const entries: [string, Figure][] = [];
      for (const id of [...used].sort(compareText)) {
        const figure = made.get(id);
        if (figure !== undefined) entries.push([id, figure]);
      }
      return Object.fromEntries(entries);
    },
  };
}
