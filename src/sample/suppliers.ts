import type { Random } from "./random.ts";
import type { IssueType, Supplier, Ticket } from "./rows.ts";

/** What is done at the customer's home may be given to a service provider; the rest is done in-house. */
const OUTSOURCED: Partial<Record<IssueType, number>> = { fault: 0.66, installation: 0.72, spare_parts: 0.4 };

interface Provider {
  supplier: Supplier;
  /** Share of the outsourced tickets. */
  share: number;
  /** How much likelier a ticket resolved at first contact, and one that was not, was theirs. */
  resolved: number;
  unresolved: number;
  /** Risk of a deviation from the standard process, and of a discontent customer, against the others. */
  deviation: number;
  discontent: number;
}

/**
 * One provider does clearly better and one clearly worse than the rest, four can hardly be told apart, and the newest has
 * so few tickets that it cannot be ranked.
 */
const PROVIDERS: readonly Provider[] = [
  { supplier: "hengtong", share: 24, resolved: 1, unresolved: 1, deviation: 1, discontent: 1 },
  { supplier: "jiahe", share: 21, resolved: 1.14, unresolved: 0.5, deviation: 0.2, discontent: 0.3 },
  { supplier: "ruian", share: 17, resolved: 1, unresolved: 0.98, deviation: 0.95, discontent: 1.05 },
  { supplier: "xinglian", share: 15, resolved: 0.8, unresolved: 1.9, deviation: 3.4, discontent: 2.3 },
  { supplier: "kaida", share: 12, resolved: 1, unresolved: 1.04, deviation: 1.1, discontent: 0.95 },
  { supplier: "lanhai", share: 9, resolved: 1.02, unresolved: 0.95, deviation: 0.9, discontent: 1 },
  { supplier: "beichuan", share: 2.4, resolved: 1, unresolved: 1, deviation: 1, discontent: 1 },
];
const BY_ID = new Map<string, Provider>(PROVIDERS.map((provider) => [provider.supplier, provider]));

/** Who carried the repair out, or nobody from outside. Drawn after the outcome is known, so that months stay as planted. */
export function supplierOf(issueType: IssueType, firstContact: boolean, random: Random): Supplier | null {
  const outsourced = OUTSOURCED[issueType] ?? 0;
  if (outsourced === 0 || random.next() >= outsourced) return null;
  return random.weighted(
    PROVIDERS.map(({ supplier, share, resolved, unresolved }) => [
      supplier,
      share * (firstContact ? resolved : unresolved),
    ]),
  );
}

/** Risks of a ticket by who worked on it. */
export const deviationBySupplier = ({ supplier }: Pick<Ticket, "supplier">): number =>
  BY_ID.get(supplier ?? "")?.deviation ?? 1;
export const discontentBySupplier = ({ supplier }: Pick<Ticket, "supplier">): number =>
  BY_ID.get(supplier ?? "")?.discontent ?? 1;
