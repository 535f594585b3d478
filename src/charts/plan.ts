import type { TopLevelSpec } from "vega-lite";
import type { TextLayout } from "./text.ts";
import type { Colours } from "./theme.ts";

/** What a chart is laid out with. */
export interface Context {
  text: TextLayout;
  colours: Colours;
  /** Outer size in CSS pixels; a missing one is chosen by the kind. */
  width: number | undefined;
  height: number | undefined;
}

/** A chart ready to be drawn: a specification and what is filled into it. */
export interface Plan {
  /** Charts of one shape share one parsed specification. */
  shape: string;
  spec: () => TopLevelSpec;
  /** Of the plot, without padding. */
  width: number;
  height: number;
  padding: Padding;
  data: Record<string, object[]>;
  signals: Record<string, number>;
}
export interface Padding {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A text at a place in the plot (pixels from its top left corner; y is the middle of the line). */
export interface Label {
  x: number;
  y: number;
  text: string;
  size: number;
  color: string;
  bold?: boolean;
  align?: "left" | "center" | "right";
}
export interface Rule {
  x: number;
  y: number;
  x2: number;
  y2: number;
  color: string;
  width?: number;
  dash?: readonly number[];
}
export interface Box {
  x: number;
  y: number;
  x2: number;
  y2: number;
  color: string;
  stroke?: string;
}

/** Marks of a layer with this name are the data of the chart: none of them drawn means that the chart is blank. */
export const DATA_LAYER = "data";

type Layer = Record<string, unknown>;

/** A layered specification; size, padding and data are filled in when a chart is drawn. */
export function layered(layers: Layer[], params: readonly string[] = []): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    width: 100,
    height: 100,
    autosize: "none",
    params: params.map((name) => ({ name, value: 0 })),
    layer: layers,
  } as unknown as TopLevelSpec;
}

/** A channel whose field holds pixels (or a colour) rather than a value to be scaled. */
export function exact(field: string, type: "quantitative" | "nominal" = "quantitative"): object {
  return { field, type, scale: null, axis: null, legend: null };
}

/** Second ends (x2, y2) take no scale of their own. */
export function end(field: string): object {
  return { field };
}

/** A linear scale with the domain [`from`, `to`], both signals set when a chart is drawn. */
export function valueScale(from: string, to: string): object {
  return { domain: [{ expr: from }, { expr: to }], nice: false, zero: false };
}

export const labelLayer: Layer = {
  name: "labels",
  data: { name: "labels" },
  mark: { type: "text", align: { expr: "datum.align" }, baseline: "middle", fontWeight: { expr: "datum.weight" } },
  encoding: {
    x: exact("x"),
    y: exact("y"),
    text: { field: "text", type: "nominal" },
    size: exact("size"),
    color: exact("color", "nominal"),
  },
};

export function labelRows(labels: readonly Label[]): object[] {
  return labels.map(({ bold, align, ...label }) => ({
    ...label,
    weight: bold ? 700 : 400,
    align: align ?? "left",
  }));
}

/** Lines and boxes at exact places: guides, not data. */
export function ruleLayer(name: string): Layer {
  return {
    name,
    data: { name },
    mark: { type: "rule", strokeWidth: { expr: "datum.width" }, strokeDash: { expr: "datum.dash" }, strokeCap: "butt" },
    encoding: { x: exact("x"), y: exact("y"), x2: end("x2"), y2: end("y2"), color: exact("color", "nominal") },
  };
}

export function ruleRows(rules: readonly Rule[]): object[] {
  return rules.map((rule) => ({ ...rule, width: rule.width ?? 1, dash: rule.dash ?? [] }));
}

export function boxLayer(name: string): Layer {
  return {
    name,
    data: { name },
    mark: { type: "rect", stroke: { expr: "datum.stroke" }, strokeWidth: 1.5 },
    encoding: { x: exact("x"), y: exact("y"), x2: end("x2"), y2: end("y2"), color: exact("color", "nominal") },
  };
}

export function boxRows(boxes: readonly Box[]): object[] {
  return boxes.map((box) => ({ ...box, stroke: box.stroke ?? null }));
}
