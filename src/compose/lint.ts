import { PeriodicalError } from "../errors.ts";
import type { LocaleBundle } from "./locale.ts";
import type { Figure, Model, Sentence } from "./model.ts";
import { alone, prints } from "./standing-alone.ts";

/** A place where the words of a document and its figures disagree. */
export interface LintProblem {
  /** Path of the sentence in the model. */
  where: string;
  text: string;
  problem: string;
  /** Not untrue, only clumsy: three neighbours worded alike. */
  style?: true;
}

/**
 * Refuses a document whose words and figures disagree; how it reads is no reason to withhold it.
 *
 * @throws {PeriodicalError} DOCUMENT_FAULTY listing every disagreement
 */
export function assertTruthful(model: Model, bundle: LocaleBundle): void {
  const untrue = lintModel(model, bundle).filter(({ style }) => style !== true);
  if (untrue.length === 0) return;
  const lines = untrue.slice(0, 20).map(({ where, text, problem }) => `- ${where} ${problem}: "${text}"`);
  if (untrue.length > 20) lines.push(`- and ${untrue.length - 20} more`);
  throw new PeriodicalError(
    "DOCUMENT_FAULTY",
    `The document's words and figures disagree, so it was not printed:\n${lines.join("\n")}`,
    {
      where: `${model.edition.id} ${model.edition.locale}`,
      hint: "If the project rewords messages under templates/locales, compare them with the shipped ones; otherwise please report this.",
      details: untrue,
    },
  );
}

/**
 * Checks that text cannot disagree with tables:
 * - every figure a sentence names exists and is printed in it, in digits or spelled out;
 * - every number in a sentence belongs to such a figure, or to a name, a date or a constant of the method;
 * - every word of direction (`rose`, `worse`) agrees with a difference beside it, or else with one the sentence rests on;
 *   a difference printed without its sign has such a word;
 * - every figure a cell or chart names exists and is printed there;
 * - no three neighbours of a list are worded alike.
 *
 * @returns the problems, empty for a sound document
 */
export function lintModel(model: Model, bundle: LocaleBundle): LintProblem[] {
  const problems: LintProblem[] = [];
  const skeletons = new Map<string, { where: string; text: string }[]>();
  visit(model.sections, "sections", (where, value) => {
    if (isSentence(value)) {
      problems.push(...lintSentence(where, value, model, bundle));
      const list = where.replace(/\d+(?=\D*$)/, "*");
      skeletons.set(list, [...(skeletons.get(list) ?? []), { where, text: skeleton(value, model) }]);
    } else if (isCell(value)) {
      const figure = model.figures[value.figure];
      if (figure === undefined)
        problems.push({ where, text: value.text, problem: `names an unknown figure ${value.figure}` });
      else if (!prints(value.text, figure))
        problems.push({ where, text: value.text, problem: `does not print ${figure.id}: "${figure.text}"` });
    }
  });
  visit(model.charts, "charts", (where, value) => {
    if (!isCell(value)) return;
    if (model.figures[value.figure]?.text !== value.text)
      problems.push({ where, text: value.text, problem: `differs from ${value.figure}` });
  });
  return [...problems, ...repeated(skeletons)];
}

function lintSentence(where: string, sentence: Sentence, model: Model, bundle: LocaleBundle): LintProblem[] {
  const { text } = sentence;
  const problem = (message: string): LintProblem => ({ where, text, problem: message });
  const problems: LintProblem[] = [];
  for (const id of [...sentence.figures, ...(sentence.basis ?? [])]) {
    if (model.figures[id] === undefined) problems.push(problem(`names an unknown figure ${id}`));
  }
  const printed = figuresOf(sentence.figures, model);
  for (const figure of printed)
    if (!prints(text, figure)) problems.push(problem(`does not print ${figure.id}: "${figure.text}"`));
  const marked = markUp(sentence, printed);
  const stray = /\d[\d.,]*%?/.exec(marked.text.replaceAll(MARK, ""));
  if (stray !== null) problems.push(problem(`the number ${stray[0]} belongs to no figure`));
  return [...problems, ...directionProblems(marked, figuresOf(sentence.basis ?? [], model), bundle).map(problem)];
}

const MARK = /\uE000\d+\uE001/g;

interface Marked {
  /** The sentence with its figures as marks and its names, dates and constants left out. */
  text: string;
  figures: readonly Figure[];
}

/** Longest first, so that `5%` is not found inside `95%`. */
function markUp(sentence: Sentence, printed: readonly Figure[]): Marked {
  const pieces: { piece: string; mark: string }[] = [
    ...printed.flatMap((figure, index) => {
      const mark = `\uE000${index}\uE001`;
      return [figure.text, ...(figure.spelled === undefined ? [] : [figure.spelled])].map((piece) => ({ piece, mark }));
    }),
    ...(sentence.terms ?? []).map((piece) => ({ piece, mark: "\uE002" })),
  ].sort((a, b) => b.piece.length - a.piece.length);
  const text = pieces.reduce((rest, { piece, mark }) => rest.replace(alone(piece), mark), sentence.text);
  return { text, figures: printed };
}

type Direction = "up" | "down" | "better" | "worse";
const DIRECTIONS = ["up", "down", "better", "worse"] as const;

function directionProblems(marked: Marked, basis: readonly Figure[], bundle: LocaleBundle): string[] {
  const { directions, clause_ends } = bundle.facts;
  const ends = new RegExp(`[${clause_ends.replace(/[\]\\^-]/g, "\\$&")}]`, "u");
  return marked.text.split(ends).flatMap((clause) => {
    const beside = [...clause.matchAll(/\uE000(\d+)\uE001/g)].flatMap(
      (match) => marked.figures[Number(match[1])] ?? [],
    );
    const differences = beside.filter(isDifference);
    const said = DIRECTIONS.filter((direction) => directions[direction].some((word) => wordIn(clause, word)));
    const evidence = differences.length > 0 ? differences : [...marked.figures, ...basis].filter(isDifference);
    const all = [...evidence, ...basis.filter(isDifference)];
    return [
      ...said
        .filter((direction) => !all.some((figure) => agrees(figure, direction)))
        .map((direction) => `says "${direction}" without a figure that does`),
      ...differences
        .filter((figure) => !/^[+−]/.test(figure.text) && figure.effect !== "same")
        .filter((figure) => said.length > 0 && !said.some((direction) => agrees(figure, direction)))
        .map((figure) => `${figure.id} goes another way than the words beside it`),
    ];
  });
}

const isDifference = (figure: Figure): boolean => figure.effect !== undefined;

function agrees(figure: Figure, direction: Direction): boolean {
  if (direction === "better" || direction === "worse") return figure.effect === direction;
  return direction === "up" ? (figure.value ?? 0) > 0 : (figure.value ?? 0) < 0;
}

const wordIn = (clause: string, word: string): boolean =>
  /^[a-z]/i.test(word) ? new RegExp(`(?<![A-Za-z])${word}(?![A-Za-z])`, "i").test(clause) : clause.includes(word);

const figuresOf = (ids: readonly string[], model: Model): Figure[] => ids.flatMap((id) => model.figures[id] ?? []);

/** A sentence without what differs from one to the next. */
function skeleton(sentence: Sentence, model: Model): string {
  return markUp(sentence, figuresOf(sentence.figures, model)).text.replace(MARK, "#");
}

/** Pages that list facts one after the other may do so in one form. */
const LISTS = /^sections\[\d+\]\.(blocks|sentences)/;

function repeated(skeletons: ReadonlyMap<string, readonly { where: string; text: string }[]>): LintProblem[] {
  return [...skeletons].flatMap(([list, entries]) => {
    if (LISTS.test(list)) return [];
    return entries.flatMap((entry, index) =>
      index >= 2 &&
      entry.text !== "\uE002" &&
      entries.slice(index - 2, index).every((other) => other.text === entry.text)
        ? [
            {
              where: entry.where,
              text: entry.text,
              problem: "is the third in a row worded alike",
              style: true as const,
            },
          ]
        : [],
    );
  });
}

function visit(value: unknown, where: string, each: (where: string, value: object) => void): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, `${where}[${index}]`, each);
  } else if (typeof value === "object" && value !== null) {
    each(where, value);
    for (const [key, item] of Object.entries(value)) visit(item, `${where}.${key}`, each);
  }
}

const isSentence = (value: object): value is Sentence =>
  "text" in value && "figures" in value && Array.isArray(value.figures);
const isCell = (value: object): value is { text: string; figure: string } =>
  "text" in value && typeof value.text === "string" && "figure" in value && typeof value.figure === "string";
