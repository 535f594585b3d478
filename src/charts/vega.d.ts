// What Vega exports without declaring it.
declare module "vega" {
  export const textMetrics: {
    /** Width of a text in pixels; replaced by ours. */
    width(item: { fontSize?: number; fontWeight?: string | number; limit?: number }, text: unknown): number;
  };
}
