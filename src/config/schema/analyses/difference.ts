import { z } from "zod";
import { Id, LocalText } from "../text.ts";
import { analysis } from "./common.ts";

export const Difference = analysis("difference", {
  dimension: Id.describe("Dimension whose members are compared; the dataset of every indicator has it."),
  member: z.string().min(1).describe("Group looked at."),
  against: z.string().min(1).describe("Group it is compared with."),
  indicators: z.array(Id).min(1).max(8).describe("Indicators compared; the first one's finding is the heading."),
  control: Id.optional().describe(
    "Dimension within whose members the groups are compared as well, so that a different make-up of the groups is not taken for a difference between them.",
  ),
  remark: LocalText.optional().describe("What a reader must know about how the groups came about, in a sentence."),
}).describe("Two groups compared: the difference with its interval, also within the members of a third dimension.");
export type Difference = z.infer<typeof Difference>;
