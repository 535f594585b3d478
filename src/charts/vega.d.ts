// What Vega exports without declaring it.
declare module "vega" {
  export const textMetrics: {
    /** Width of a text in pixels; replaced by ours. */
    width(item: { fontSize?: number; fontWeight?: string | number; limit?: number }, text: unknown): number;
  };
  /** Formatters of one language for `ViewOptions.locale`. */
  export function locale(number: object, time: object): import("vega-typings").LocaleFormatters;
}
