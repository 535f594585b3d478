import { ASSESSMENT } from "./assessment/index.ts";
import { AFTER_SALES, type SampleStory } from "./generate.ts";
import { GOALS } from "./goals/generate.ts";
import { SATISFACTION } from "./satisfaction/index.ts";
import { SHOP } from "./shop/shop.ts";
import type { SampleTable } from "./tables.ts";

/** Every part of the sample organisation, in order of loading. */
export const STORIES: readonly SampleStory[] = [AFTER_SALES, SATISFACTION, GOALS, ASSESSMENT, SHOP];

/** Every table of the sample, in order of creation. */
export const SAMPLE_TABLES: readonly SampleTable[] = STORIES.flatMap(({ tables }) => tables);
