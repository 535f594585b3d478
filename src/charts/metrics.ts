import { textMetrics } from "vega";
import type { TextLayout } from "./text.ts";

/**
 * Gives Vega the true width of a text. Its own guess without a canvas is 0.8 × length × size: Chinese a fifth too narrow
 * (labels are cut), Latin up to a half too wide (labels are dropped). A text with a limit takes no more room than that.
 * Vega holds the function globally, hence it is set for every chart rather than once.
 */
export function useTextLayout(text: TextLayout): void {
  textMetrics.width = (item, value) => {
    const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 600;
    const width = text.width(String(value ?? "").trim(), item.fontSize ?? 11, bold);
    return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width;
  };
}
