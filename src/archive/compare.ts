import type { QueryRecord, Snapshot } from "../collect/snapshot.ts";
import type { ChangeCause, FigureChange } from "../compose/figure-change.ts";
import type { Figure, Model } from "../compose/model.ts";
import { compareText } from "../text-order.ts";

/** One revision of an edition, as far as a comparison looks at it. */
export interface Compared {
  model: Model;
  snapshot: Snapshot;
  /** Fingerprint of the configuration. */
  config: string;
}

/**
 * Every figure whose value or printed text differs, in order of id. Figures are compared, not files: fonts and layout may
 * change a document without changing what it says.
 */
export function compareFigures(before: Compared, now: Compared): FigureChange[] {
  const ids = [...new Set([...Object.keys(before.model.figures), ...Object.keys(now.model.figures)])].filter(isOfData);
  const causeOf = causes(before, now);
  return ids.sort(compareText).flatMap((id): FigureChange[] => {
    const [was, is] = [before.model.figures[id], now.model.figures[id]];
    if (was !== undefined && is !== undefined && was.value === is.value && was.text === is.text) return [];
    const named = is ?? was;
    if (named === undefined) return [];
    return [
      {
        id,
        label: named.label,
        unit: named.unit,
        before: printed(was),
        now: printed(is),
        difference: typeof was?.value === "number" && typeof is?.value === "number" ? is.value - was.value : null,
        cause: causeOf(id, named),
      },
    ];
  });
}

/** The count on a restatement's own page says how revisions differ, not what the data says. */
const isOfData = (id: string): boolean => !id.startsWith("restated@");

const printed = (figure: Figure | undefined) =>
  figure === undefined ? null : { value: figure.value, text: figure.text };

/** A derived figure changes for the reason its indicator's own figures change. */
function causes(before: Compared, now: Compared): (id: string, figure: Figure) => ChangeCause {
  const [asked, asks] = [fingerprints(before.snapshot), fingerprints(now.snapshot)];
  const changedQueries = new Set([...asks].flatMap(([id, print]) => (asked.get(id) === print ? [] : [id])));
  const sameRows = content(before.snapshot) === content(now.snapshot);
  const anyQuery = changedQueries.size > 0;
  return (_, { query }) => {
    if (query !== null && changedQueries.has(query)) return "query";
    if (!sameRows) return query === null && anyQuery && before.config !== now.config ? "rules" : "rows";
    if (before.config !== now.config) return "rules";
    return "version";
  };
}

const fingerprints = ({ queries }: Snapshot): Map<string, string> =>
  new Map(queries.map(({ id, fingerprint }: QueryRecord) => [id, fingerprint]));

/** What the warehouse said, without when and how it was asked. */
const content = ({ measurements, feedback, survey, spotChecks, analyses }: Snapshot): string =>
  JSON.stringify([measurements, feedback, survey, spotChecks, analyses]);
