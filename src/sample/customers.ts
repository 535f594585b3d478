import type { Random } from "./random.ts";
import type { CustomerGroup } from "./rows.ts";

const FIRST_ID = 10_001;
const INITIAL = 24_000;
const JOINING_PER_MONTH = 720;
/** A customer counts as new in the month of the first purchase and the two after it. */
const NEW_FOR_MONTHS = 3;
const SHARE_NEW = 0.22;
const SHARE_HIGH_VALUE = 0.11;

/**
 * The customers a month draws from. Ids are given in order of joining, so the month alone decides who is new; every ninth
 * of the others (by a mixed id) is a high-value customer and stays one.
 *
 * @param month 0 for the first month of the sample
 */
export function customersOf(month: number, random: Random): () => { id: number; group: CustomerGroup } {
  const joined = INITIAL + (month + 1) * JOINING_PER_MONTH;
  const settled = joined - NEW_FOR_MONTHS * JOINING_PER_MONTH;
  const settledCustomer = (wantHighValue: boolean): number => {
    for (;;) {
      const id = FIRST_ID + random.int(settled);
      if (isHighValue(id) === wantHighValue) return id;
    }
  };
  return () => {
    const group = random.weighted<CustomerGroup>([
      ["new", SHARE_NEW],
      ["high_value", SHARE_HIGH_VALUE],
      ["existing", 1 - SHARE_NEW - SHARE_HIGH_VALUE],
    ]);
    if (group === "new") return { id: FIRST_ID + settled + random.int(joined - settled), group };
    return { id: settledCustomer(group === "high_value"), group };
  };
}

const isHighValue = (id: number): boolean => (Math.imul(id, 0x9e3779b1) >>> 0) % 9 === 0;
