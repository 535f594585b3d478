import type { Ticket } from "../../src/sample/rows.ts";

/** Independent aggregates over sample rows, written without the product's own SQL or evaluation. */
export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export const share = <Row>(rows: readonly Row[], holds: (row: Row) => boolean): number =>
  rows.filter(holds).length / rows.length;

/** Hours to the first response; rows without one or with an impossible one are left out. */
export function responseHours(tickets: readonly Ticket[]): number[] {
  return tickets.flatMap(({ created_at, first_response_at }) =>
    first_response_at === null || first_response_at < created_at
      ? []
      : [(first_response_at.getTime() - created_at.getTime()) / 3_600_000],
  );
}

export function resolutionRate(tickets: readonly Ticket[]): number {
  const known = tickets.filter((ticket) => !ticket.resolved_first_contact || ticket.customer_confirmed !== null);
  return share(known, (ticket) => ticket.resolved_first_contact && ticket.customer_confirmed === true);
}

const shanghaiHour = new Intl.DateTimeFormat("en", { hour: "numeric", hourCycle: "h23", timeZone: "Asia/Shanghai" });
export const hourInShanghai = (time: Date): number => Number(shanghaiHour.format(time));
export const createdAtNight = ({ created_at }: Ticket): boolean =>
  hourInShanghai(created_at) >= 22 || hourInShanghai(created_at) < 6;

/** Cohen's kappa of pairs of verdicts (Cohen 1960). */
export function kappa(pairs: readonly (readonly [string, string])[]): number {
  const categories = [...new Set(pairs.flat())];
  const observed = share(pairs, ([first, second]) => first === second);
  const expected = categories
    .map((one) => share(pairs, ([first]) => first === one) * share(pairs, ([, second]) => second === one))
    .reduce((a, b) => a + b, 0);
  return (observed - expected) / (1 - expected);
}
