import { readFile } from "node:fs/promises";

/** What the browser saw before it printed. Lengths in CSS pixels. */
export interface LayoutReport {
  /** Density the first page needed: 0 normal, 1 tight. */
  density: number;
  /** How far the first page reaches beyond its sheet even when tight; 0 = it fits. */
  summaryOverflow: number;
  /** Boxes or texts that reach beyond what is seen of them. */
  overflows: { what: string; text: string; by: number }[];
  /** Unbreakable boxes taller than a page. */
  tooTall: { what: string; text: string; by: number }[];
  /** Pictures that did not decode. */
  brokenImages: string[];
  /** Places that links lead to and that are not there: the browser leaves such links out without a word. */
  brokenLinks: string[];
  /** Ids of the sections and parts that were made to start on a new page. */
  breaks: string[];
  /** How each page from the second on is foreseen to begin. */
  starts: string[];
  /** Text of every heading, in order. */
  headings: string[];
  /** Words of tables that had to be broken for want of room: ugly, not wrong. */
  brokenWords: string[];
}

let script: Promise<string> | undefined;

/** The script that settles and checks a page's layout, evaluated from outside: the page's own scripts stay off. */
export function layoutScript(): Promise<string> {
  script ??= readFile(new URL("../../templates/report/layout.browser.js", import.meta.url), "utf8").then(
    (source) => `(${source.slice(source.indexOf("function"))})()`,
  );
  return script;
}
