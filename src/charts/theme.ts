import type { Config } from "vega-lite";
import type { Theme } from "../config/schema/theme.ts";
import { FONT_FAMILY } from "../render/fonts/faces.ts";

export type Colours = Theme["colours"];
export type Tone = "good" | "concern" | "caution" | "neutral";

/** Font sizes of every chart, in CSS pixels (10 px = 7.5 pt on paper). */
export const SIZE = { label: 10.5, note: 9.5, value: 11 } as const;
/** Height of a line of text in its size. */
export const LINE_HEIGHT = 1.22;
export const DASH: readonly number[] = [4, 3];

/** Colour of a judgement; an ordinary value has the ink of actual values. */
export function toneColour(tone: Tone, colours: Colours): string {
  return tone === "neutral" ? colours.ink : colours[tone];
}

/**
 * Shared configuration of Vega-Lite. Own charts draw nearly everything from data; what stands here is what an own
 * specification of a report inherits: fonts, colours, no box, a horizontal grid at most, few ticks.
 */
export function vegaConfig(colours: Colours): Config {
  const text = { labelFontSize: SIZE.label, titleFontSize: SIZE.label, labelColor: colours.secondary, labelLimit: 160 };
  return {
    font: FONT_FAMILY,
    // The whole chart has one text alternative; a role on every mark would only make it larger.
    aria: false,
    background: "transparent",
    padding: 0,
    view: { stroke: null },
    mark: { color: colours.ink },
    axis: {
      ...text,
      titleColor: colours.secondary,
      titleFontWeight: "normal",
      domain: false,
      ticks: false,
      labelPadding: 6,
      tickCount: 4,
      gridColor: colours.rule,
      gridWidth: 0.75,
      labelOverlap: "greedy",
    },
    axisX: { grid: false, labelAngle: 0 },
    axisXDiscrete: { labelOverlap: "parity", labelSeparation: 8 },
    axisY: { grid: true },
    axisQuantitative: { tickCount: 4 },
    legend: { ...text, titleColor: colours.secondary, titleFontWeight: "normal", orient: "top", symbolType: "square" },
    header: { ...text, titleColor: colours.secondary, titleFontWeight: "normal" },
    title: { anchor: "start", color: colours.ink, fontSize: SIZE.value, fontWeight: 700 },
    text: { fontSize: SIZE.label, color: colours.ink },
    line: { strokeWidth: 1.5, strokeCap: "round", strokeJoin: "round" },
    point: { filled: true, size: 30, opacity: 1 },
    bar: { color: colours.ink },
    rule: { color: colours.secondary },
    range: {
      // Told apart by lightness as well as by hue.
      category: [
        colours.ink,
        colours.target,
        colours.previous,
        colours.caution,
        colours.good,
        colours.concern,
        colours.secondary,
      ],
      ramp: [colours.surface, colours.ink],
      heatmap: [colours.surface, colours.ink],
      ordinal: [colours.previous, colours.ink],
      diverging: [colours.concern, colours.surface, colours.target],
    },
  };
}
