import type { Theme } from "../config/schema/theme.ts";

/** Paper sizes in millimetres. */
const PAPER = { A4: { width: 210, height: 297 }, Letter: { width: 215.9, height: 279.4 } } as const;

const MARGIN = { top: 27, side: 15.5, bottom: 21 };
const PX_PER_MM = 96 / 25.4;

/** What stands at the head and foot of every page. */
export interface PageFrame {
  headLeft: string;
  headRight: string;
  /** The same on page 1, which says the report's title itself. */
  headRightFirst: string;
  footLeft: string;
  /** Before the number of the page: two boxes leave an edition's long id more room than three. */
  footRight: string;
  /** Data URI of the logo; it takes the place of `headLeft`. */
  logo: string | null;
}

/** Content box of a page in CSS pixels: what the layout must keep inside of. */
export function sheetPx(page: Theme["page"]): { width: number; height: number } {
  const { width, height } = PAPER[page];
  return {
    width: (width - 2 * MARGIN.side) * PX_PER_MM,
    height: (height - MARGIN.top - MARGIN.bottom) * PX_PER_MM,
  };
}

/**
 * Custom properties of the theme, the page, and its margin boxes. Margin boxes instead of the browser's header
 * templates: they use the page's fonts and cost 3 ms instead of 9.
 */
export function pageCss(theme: Theme, frame: PageFrame): string {
  const { colours } = theme;
  const paper = PAPER[theme.page];
  const headLeft = frame.logo === null ? cssString(frame.headLeft) : `url("${frame.logo}")`;
  const small = `font: 400 7.6pt / 1.4 "Source Sans 3", "Noto Sans SC", sans-serif; font-variant-numeric: lining-nums tabular-nums; color: ${colours.secondary};`;
  const head = `${small} vertical-align: bottom; padding-bottom: 2.6mm; margin-bottom: 6mm; border-bottom: 0.3mm solid ${colours.ink};`;
  const foot = `${small} vertical-align: top; padding-top: 1.8mm; margin-top: 5mm; border-top: 0.2mm solid ${colours.rule};`;
  return `:root {
  --ink: ${colours.ink}; --secondary: ${colours.secondary}; --rule: ${colours.rule}; --surface: ${colours.surface};
  --previous: ${colours.previous}; --target: ${colours.target}; --good: ${colours.good}; --concern: ${colours.concern};
  --caution: ${colours.caution}; --excellent: color-mix(in srgb, ${colours.good} 72%, black);
  --sheet-width: ${paper.width - 2 * MARGIN.side}mm;
}
@page {
  size: ${paper.width}mm ${paper.height}mm;
  margin: ${MARGIN.top}mm ${MARGIN.side}mm ${MARGIN.bottom}mm;
  @top-left { content: ${headLeft}; text-align: left; ${head} }
  @top-right { content: ${cssString(frame.headRight)}; text-align: right; ${head} }
  @bottom-left { content: ${cssString(frame.footLeft)}; text-align: left; ${foot} }
  @bottom-right { content: ${cssString(frame.footRight)} "\\a0\\a0\\a0\\a0\\a0" counter(page) " / " counter(pages); text-align: right; white-space: nowrap; ${foot} }
}
@page :first { @top-right { content: ${cssString(frame.headRightFirst)}; } }`;
}

/** A CSS string: every character that could end it, or the style element around it, is escaped. */
export function cssString(text: string): string {
  const escaped = text.replace(/["\\<>&\n\r\f]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `);
  return `"${escaped}"`;
}
