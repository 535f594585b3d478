import type { z } from "zod";
import { analysis } from "./common.ts";

export const Baselines = analysis("baselines", {}).describe(
  "Review of the baselines at the end of a quarter: which the service has outgrown, which it cannot reach; the same proposals as `periodical baselines propose`.",
);
export type Baselines = z.infer<typeof Baselines>;
