import type { Measurement } from "../collect/snapshot.ts";
import type { Indicator } from "../config/schema/indicator.ts";

/** Whether a measurement has a value and enough rows to be judged; with fewer it is shown only. */
export const isJudged = (measurement: Measurement | null, indicator: Indicator): measurement is Measurement =>
  measurement !== null && measurement.value !== null && measurement.n >= indicator.minimum_n;
