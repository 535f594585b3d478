/**
 * The story of the shop's customer service, month by month, counted back from the end so that it holds for any last month.
 *
 * - Bots take over more and more of the simple matters: what is left to people grows harder, so the plain handling time
 *   rises although every kind of matter is handled faster than before.
 * - Refunds asked for in the app go to a queue of their own; since the last four months ever more of these customers have
 *   to come back, and the one-time resolution rate falls with them.
 * - Chat and app are staffed for longer hours: accessibility rises. Friendliness rises, too.
 * - In June and November the big sales bring twice the contacts and slow replies; that follows the calendar.
 * - Customers who had service buy again more often, mostly because regular customers both ask and buy more.
 */
export interface ShopLevels {
  /** Share of the contacts that a bot may take which it does take. */
  botShare: number;
  /** Share of complex matters. */
  complexShare: number;
  /** Handling time of every kind of matter against the first month. */
  handling: number;
  /** Share of customers with a refund by app who come back with it. */
  appRefundRepeats: number;
  /** Centre of the ratings for friendliness before they are rounded and cut at 5. */
  friendliness: number;
  clarity: number;
  proactive: number;
  knowledgeRight: number;
  /** Share of contacts in which an article of the knowledge base is used, and of articles that helped. */
  knowledgeUsed: number;
  knowledgeAccepted: number;
}

/** Oldest first; the last entry is the last month. Months before the first entry are like it. */
const LEVELS = {
  botShare: [0.3, 0.3, 0.31, 0.31, 0.33, 0.34, 0.35, 0.37, 0.38, 0.4, 0.42, 0.44, 0.46, 0.49, 0.51, 0.53, 0.55],
  complexShare: [
    0.15, 0.152, 0.151, 0.154, 0.156, 0.159, 0.162, 0.166, 0.172, 0.178, 0.185, 0.193, 0.202, 0.212, 0.224, 0.236, 0.25,
  ],
  handling: [1, 1.01, 0.99, 0.985, 0.98, 0.98, 0.96, 0.955, 0.945, 0.935, 0.93, 0.915, 0.905, 0.89, 0.885, 0.87, 0.86],
  appRefundRepeats: [0.19, 0.18, 0.2, 0.19, 0.18, 0.2, 0.19, 0.21, 0.2, 0.19, 0.21, 0.2, 0.22, 0.3, 0.4, 0.51, 0.62],
  friendliness: [4.62, 4.64, 4.63, 4.66, 4.68, 4.67, 4.7, 4.72, 4.71, 4.75, 4.78, 4.8, 4.84, 4.87, 4.92, 4.96, 5.0],
  clarity: [4.58, 4.6, 4.57, 4.61, 4.59, 4.62, 4.6, 4.58, 4.61, 4.63, 4.6, 4.62, 4.6, 4.61, 4.63, 4.6, 4.62],
  proactive: [0.69, 0.7, 0.69, 0.7, 0.71, 0.7, 0.72, 0.71, 0.72, 0.73, 0.72, 0.73, 0.74, 0.73, 0.74, 0.75, 0.745],
  knowledgeRight: [
    0.94, 0.938, 0.942, 0.94, 0.945, 0.943, 0.946, 0.944, 0.948, 0.946, 0.95, 0.948, 0.951, 0.953, 0.952, 0.955, 0.956,
  ],
  knowledgeUsed: [0.5, 0.51, 0.51, 0.52, 0.52, 0.53, 0.53, 0.54, 0.55, 0.55, 0.56, 0.57, 0.58, 0.59, 0.6, 0.61, 0.62],
  knowledgeAccepted: [0.8, 0.8, 0.81, 0.8, 0.81, 0.8, 0.8, 0.79, 0.8, 0.79, 0.79, 0.78, 0.79, 0.78, 0.78, 0.77, 0.77],
} satisfies Record<keyof ShopLevels, readonly number[]>;

export function shopLevels(beforeEnd: number): ShopLevels {
  const at = (name: keyof ShopLevels): number => {
    const series = LEVELS[name];
    const value = series[Math.max(0, series.length - 1 - beforeEnd)];
    if (value === undefined) throw new RangeError(`no level ${beforeEnd} months before the end`);
    return value;
  };
  return {
    botShare: at("botShare"),
    complexShare: at("complexShare"),
    handling: at("handling"),
    appRefundRepeats: at("appRefundRepeats"),
    friendliness: at("friendliness"),
    clarity: at("clarity"),
    proactive: at("proactive"),
    knowledgeRight: at("knowledgeRight"),
    knowledgeUsed: at("knowledgeUsed"),
    knowledgeAccepted: at("knowledgeAccepted"),
  };
}

/** Contacts of an ordinary day that are not about an order, and customers who buy for the first time. */
export const ENQUIRIES_PER_DAY = 19;
export const FIRST_ORDERS_PER_DAY = 16;

/** What a day of the big sales (18 June, 11 November) has in contacts and in waiting, against an ordinary one. */
export function saleOf(dayMs: number): { volume: number; waiting: number } {
  // Noon in UTC lies on the same calendar day in the sample's zone.
  const date = new Date(dayMs + 12 * 3_600_000);
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const [first, last] = month === 6 ? [10, 22] : month === 11 ? [5, 17] : [0, 0];
  if (day < first || day > last) return { volume: 1, waiting: 1 };
  return { volume: 2.4, waiting: 2.6 };
}
