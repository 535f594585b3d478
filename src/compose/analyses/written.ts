import type { Block, Sentence } from "../model.ts";

/** An analysis as it is printed: what was found as a sentence, what is shown, and the evidence. */
export interface WrittenAnalysis {
  heading: Sentence;
  subtitle: string;
  blocks: Block[];
}
