import type { Figure } from "./model.ts";

/** The piece where it is not part of a longer number or word; a mark is never searched. */
export function alone(piece: string): RegExp {
  const escaped = piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const before = /^[\d]/.test(piece) ? "(?<![\\d\\uE000]|\\d[.,])" : /^[A-Za-z]/.test(piece) ? "(?<![A-Za-z])" : "";
  const after = /\d$/.test(piece) ? "(?![\\d\\uE001]|[.,]\\d)" : /[A-Za-z]$/.test(piece) ? "(?![A-Za-z])" : "";
  return new RegExp(`${before}${escaped}${after}`, "giu");
}

/** Whether a text prints a figure, in digits or as a word: `8 h` is not printed by `0.18 h`. */
export function prints(text: string, figure: Figure): boolean {
  return alone(figure.text).test(text) || (figure.spelled !== undefined && alone(figure.spelled).test(text));
}
