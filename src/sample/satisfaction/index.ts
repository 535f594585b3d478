import { sampleMonths } from "../calendar.ts";
import { SAMPLE_MONTHS, type SampleStory } from "../generate.ts";
import { answerSource } from "./answers.ts";
import { customerSource, invitationSource, occasionSource } from "./occasions.ts";
import type { Language } from "./rows.ts";
import { SATISFACTION_TABLES } from "./tables.ts";

/** Customers, occasions, invitations and answers of the satisfaction survey; `story.ts` says what they tell. */
export const SATISFACTION: SampleStory = {
  id: "satisfaction",
  tables: SATISFACTION_TABLES,
  *months(options) {
    const months = sampleMonths(options.lastMonth, options.months ?? SAMPLE_MONTHS);
    const endMs = months.at(-1)?.endMs ?? 0;
    const languages = new Map<number, Language>();
    const customersOf = customerSource(options.seed);
    const occasionsOf = occasionSource(options.seed);
    const invitationsOf = invitationSource(options.seed);
    const answersOf = answerSource(options.seed, (customer) => languages.get(customer) ?? "zh");
    for (const [index, month] of months.entries()) {
      const customers = customersOf(month, index);
      for (const { customer_id: id, language } of customers) languages.set(id, language);
      const occasions = occasionsOf(month, index);
      // Nothing later than the sample's end is in the warehouse.
      const asked = invitationsOf(occasions).filter(({ invitation }) => invitation.invited_at.getTime() < endMs);
      yield {
        month,
        rows: {
          satisfaction_customers: customers,
          satisfaction_occasions: occasions,
          satisfaction_invitations: asked.map(({ invitation }) => invitation),
          satisfaction_answers: answersOf(month, asked),
        },
      };
    }
  },
};
