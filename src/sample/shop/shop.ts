import { sampleMonths } from "../calendar.ts";
import { SAMPLE_MONTHS, type SampleOptions, type SampleStory } from "../generate.ts";
import { knowledgeSource, qualitySource, ratingSource } from "./answers.ts";
import { contactSource } from "./contacts.ts";
import { hoursSource } from "./hours.ts";
import { orderSource } from "./orders.ts";
import type { Contact, Customer, KnowledgeUse, Order, QualityCheck, Rating, ServiceHours } from "./rows.ts";
import { SHOP_TABLES } from "./tables.ts";

/** What one month adds to each table of the shop. */
export interface ShopRows {
  shop_service_hours: ServiceHours[];
  shop_customers: Customer[];
  shop_orders: Order[];
  shop_contacts: Contact[];
  shop_knowledge_uses: KnowledgeUse[];
  shop_ratings: Rating[];
  shop_checks: QualityCheck[];
}

/** The shop's customer service: what `story.ts` tells as rows, oldest month first. Pure; equal options give equal rows. */
export const SHOP: SampleStory & {
  months(
    options: SampleOptions,
  ): Generator<{ month: ReturnType<typeof sampleMonths>[number]; rows: { [K in keyof ShopRows]: ShopRows[K] } }>;
} = {
  id: "shop",
  tables: SHOP_TABLES,
  *months(options) {
    const months = sampleMonths(options.lastMonth, options.months ?? SAMPLE_MONTHS);
    const hours = hoursSource();
    const orders = orderSource(options.seed);
    const contacts = contactSource(options.seed, months.at(-1)?.endMs ?? 0);
    const knowledge = knowledgeSource(options.seed);
    const ratings = ratingSource(options.seed);
    const checks = qualitySource(options.seed);
    for (const [index, month] of months.entries()) {
      const { customers, bought } = orders(month);
      const held = contacts(month, bought);
      yield {
        month,
        rows: {
          shop_service_hours: hours(month, index, months),
          shop_customers: customers,
          shop_orders: bought.map(({ order }) => order),
          shop_contacts: held.map(({ contact }) => contact),
          shop_knowledge_uses: knowledge(month, held),
          shop_ratings: ratings(month, held),
          shop_checks: checks(month, held),
        },
      };
    }
  },
};
