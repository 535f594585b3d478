import Handlebars from "handlebars";
import type { Chart } from "../compose/chart-model.ts";
import type { Cell, Table } from "../compose/model.ts";
import { isWide } from "./chart-sizes.ts";

/** What helpers may look up, beside the data a template is given. */
export interface RenderContext {
  labels: Readonly<Record<string, string>>;
  charts: Readonly<Record<string, Chart>>;
  drawn: ReadonlyMap<string, { svg: string; width: number; height: number; alt: string }>;
  footnoteMarks: ReadonlyMap<string, string>;
  /** Quotation marks of the language. */
  quotes: readonly [string, string];
}

const escapeHtml = Handlebars.escapeExpression;
const safe = (html: string) => new Handlebars.SafeString(html);

/**
 * Name of an element inside a document, from any id of the model: letters, digits, `-` and `_`; every other character as
 * `.` and its code point, so that different ids stay different.
 */
export function anchorName(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/gu, (character) => `.${character.codePointAt(0)?.toString(16)}.`);
}

/**
 * The helpers of every template (`docs/templates.md` shows each with an example). They place and shape what the model
 * says; none of them formats or computes a number that is read.
 */
export const HELPERS = {
  /** `{{t "strengths"}}`: the word in the document's language. */
  t(this: unknown, key: string, options: Handlebars.HelperOptions): string {
    const { labels } = context(options);
    const word = labels[key];
    if (word === undefined) throw new TemplateError(`The model has no label "${key}".`);
    return word;
  },

  /** `{{chart "score"}}`: the drawing as a picture with its text alternative. */
  chart(this: unknown, id: string, options: Handlebars.HelperOptions) {
    const chart = context(options).drawn.get(String(id));
    if (!chart) throw new TemplateError(`There is no drawing of the chart "${id}".`);
    const data = Buffer.from(chart.svg, "utf8").toString("base64");
    return safe(
      `<img alt="${escapeHtml(chart.alt)}" width="${chart.width}" height="${chart.height}" src="data:image/svg+xml;base64,${data}">`,
    );
  },

  /** `{{#with (chartOf "score")}}{{title}}{{/with}}`: the chart's data: title, subtitle, kind. */
  chartOf(this: unknown, id: string, options: Handlebars.HelperOptions): Chart {
    const chart = context(options).charts[String(id)];
    if (!chart) throw new TemplateError(`The model has no chart "${id}".`);
    return chart;
  },

  /** `{{footnote note}}`: the mark of a footnote. */
  footnote(this: unknown, id: string, options: Handlebars.HelperOptions): string {
    const mark = context(options).footnoteMarks.get(id);
    if (mark === undefined) throw new TemplateError(`The model has no footnote "${id}".`);
    return mark;
  },

  /** `{{quote text}}`: the text in the quotation marks of the language. */
  quote(this: unknown, text: string, options: Handlebars.HelperOptions): string {
    const [open, close] = context(options).quotes;
    return `${open}${text}${close}`;
  },

  /** `{{shape "up" "good"}}`: a triangle or dot; what it means stands beside it as text. */
  shape(this: unknown, shape: string, tone: string) {
    return shape === "none" ? "" : safe(`<span class="shape ${escapeHtml(shape)} ${escapeHtml(tone)}"></span>`);
  },

  /** `{{headline title 3}}`: a heading of that level, 2 when none is given. */
  headline(this: unknown, text: string, level: unknown) {
    const tag = level === 3 ? "h3" : "h2";
    return safe(`<${tag}>${escapeHtml(text)}</${tag}>`);
  },

  /** `{{#each (rows charts 2)}}`: the list cut into rows of so many. */
  rows(this: unknown, list: readonly unknown[], size: number): unknown[][] {
    const rows: unknown[][] = [];
    for (let start = 0; start < list.length; start += size) rows.push(list.slice(start, start + size));
    return rows;
  },

  /** `{{#each (chartRows charts)}}`: chart ids in rows of two; a chart that needs the width of the page is alone. */
  chartRows(this: unknown, ids: readonly string[] | undefined, options: Handlebars.HelperOptions): string[][] {
    const { charts } = context(options);
    const rows: string[][] = [];
    let open: string[] | null = null;
    for (const id of ids ?? []) {
      const chart = charts[id];
      if (chart && isWide(chart)) rows.push([id]);
      else if (open) {
        open.push(id);
        open = null;
      } else {
        open = [id];
        rows.push(open);
      }
    }
    return rows;
  },

  /**
   * `{{#with (shareRow charts table)}}`: the chart and the table of contributions that stand side by side; nothing when
   * there is no such chart or no table.
   */
  shareRow(this: unknown, ids: readonly string[], table: unknown, options: Handlebars.HelperOptions) {
    const chart = sharedChart(ids, table, context(options).charts);
    return chart === undefined ? undefined : { chart, table };
  },

  /** `(unshared charts table)`: the charts that {@link shareRow} left. */
  unshared(this: unknown, ids: readonly string[], table: unknown, options: Handlebars.HelperOptions): string[] {
    const chart = sharedChart(ids, table, context(options).charts);
    return ids.filter((id) => id !== chart);
  },

  /** `{{filled columns "actual" "target"}}`: how many of these columns have a heading. */
  filled(this: unknown, columns: Readonly<Record<string, string>>, ...names: unknown[]): number {
    return names.filter((name) => typeof name === "string" && columns[name]).length;
  },

  /** `{{#if (few columns)}}`: whether a table has so few columns that they may stand close together. */
  few(this: unknown, columns: readonly unknown[]): boolean {
    return columns.length <= 4;
  },

  /** `{{#if (many columns)}}`: whether a table has so many columns that they must stand close together. */
  many(this: unknown, columns: readonly unknown[]): boolean {
    return columns.length >= 13;
  },

  /** `{{#if (short rows)}}`: whether a table is short enough to be kept on one page. */
  short(this: unknown, rows: readonly unknown[]): boolean {
    return rows.length <= 16;
  },

  /** `{{#if (aside table charts)}}`: whether a table is small enough to stand under the text, in half the page's width. */
  aside(this: unknown, table: Table | null, charts: readonly string[]): boolean {
    return table !== null && charts.length === 0 && table.columns.length <= 4 && table.rows.length <= 10;
  },

  /** `{{width share}}`: a share of 1 as a CSS length; geometry, not text. */
  width(this: unknown, share: number): string {
    return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  },

  /**
   * `<td{{cellClass cell columns 1}}>`: the classes of a table's cell: `number` in a column of numbers, `long` where its
   * text has to be broken into lines, its tone, and how it wraps ({@link wrapClass}). On the cell itself: a list of
   * figures has a thousand of them.
   */
  cellClass(this: unknown, cell: Cell, columns: Table["columns"], index: number) {
    const numeric = columns[index]?.numeric ?? false;
    return classAttribute([
      numeric ? "number" : "",
      numeric && cell.text.length > 28 ? "long" : "",
      cell.tone ?? "",
      numeric ? "" : wrapClass(cell.text),
    ]);
  },

  /** `<td{{wrap department "due"}}>`: how a text wraps in its column, beside other classes. */
  wrap(this: unknown, text: string, others: unknown) {
    return classAttribute([typeof others === "string" ? others : "", wrapClass(text)]);
  },

  /** `{{breakable id}}`: the text with places to break a long id or path: after `/`, before `#` and `@`. */
  breakable(this: unknown, text: string) {
    const escaped = escapeHtml(text);
    return text.length > 28 && !text.includes(" ") ? safe(escaped.replace(/\/(?=.)|(?<!&)(?=[#@])/g, "$&<wbr>")) : text;
  },

  /** `{{#if (both chart table)}}`: whether two things are there. */
  both(this: unknown, first: unknown, second: unknown): boolean {
    return Boolean(first) && Boolean(second);
  },

  /** `{{#if (either cause playbook)}}`: whether one of two is there. */
  either(this: unknown, first: unknown, second: unknown): boolean {
    return Boolean(first) || Boolean(second);
  },

  /** `id="{{anchor anchor}}"`: the name of a place that links may point to. */
  anchor(this: unknown, id: string): string {
    return anchorName(id);
  },

  /** `href="{{href link}}"`: a link to such a place; with or without `#`. */
  href(this: unknown, link: string): string {
    return `#${anchorName(link.replace(/^#/, ""))}`;
  },
};

/**
 * How a text wraps in a column. `unbroken`: it has a word that is wider than a column may be and is broken anywhere.
 * `whole`: a short name or date, which the browser would otherwise break to narrow the column.
 */
function wrapClass(text: string): string {
  if (/[!-~\u00c0-\u024f]{22,}/.test(text)) return "unbroken";
  if (/^(\d{1,2} \p{L}{3,9} \d{4}|\d{4}年\d{1,2}月\d{1,2}日)$/u.test(text)) return "whole";
  return text.length <= 7 && /[\p{Script=Han} ]/u.test(text) ? "whole" : "";
}

function classAttribute(classes: readonly string[]) {
  const written = classes.filter((name) => name !== "").join(" ");
  return written === "" ? "" : safe(` class="${escapeHtml(written)}"`);
}

function sharedChart(
  ids: readonly string[],
  table: unknown,
  charts: Readonly<Record<string, Chart>>,
): string | undefined {
  return table ? ids.find((id) => charts[id]?.kind === "contribution") : undefined;
}

/** A template that asks for what the model does not have. */
export class TemplateError extends Error {}

function context(options: Handlebars.HelperOptions): RenderContext {
  return options.data.context;
}
