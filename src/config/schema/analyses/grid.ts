import type { z } from "zod";
import { Id } from "../text.ts";
import { analysis } from "./common.ts";

export const Grid = analysis("grid", {
  indicator: Id.describe("Indicator shown, e.g. the share of hours with somebody there."),
  rows: Id.describe("Dimension down the side, e.g. the channel."),
  columns: Id.describe("Dimension along the top, e.g. the hour of the day."),
}).describe("One indicator by two dimensions as a map, with the whole of each row beside: channel × hour covered.");
export type Grid = z.infer<typeof Grid>;
