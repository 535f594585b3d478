import { DAY_MS, isNight, type SampleMonth } from "./calendar.ts";
import { dueList } from "./due.ts";
import { type Random, randomStream } from "./random.ts";
import type { SpotCheck, Ticket, Verdict } from "./rows.ts";
import { byGroup, deviationByStandard } from "./standard.ts";
import { spread, steadyCoin } from "./steady.ts";
import { levelsAt } from "./story.ts";
import { deviationBySupplier } from "./suppliers.ts";

const DRAWN = 0.14;
const INSPECTORS = ["QA-01", "QA-02", "QA-03", "QA-04"];
const ABNORMALITIES = [
  "first entry has the wrong issue type",
  "solution text missing",
  "fee not explained before the visit",
  "customer not called back as promised",
  "closed without the customer's confirmation",
  "forwarded without a reason",
];

/**
 * Draws the spot checks finished in each month: about one ticket in seven, each seen by two inspectors whose verdicts agree
 * as people's do (Cohen's kappa around 0.8). `compliant` and `classification_right` are what both signed in the end.
 */
export function checkSource(seed: number): (month: SampleMonth, tickets: readonly Ticket[]) => SpotCheck[] {
  const random = randomStream(seed, "checks");
  const drawn = steadyCoin(random);
  const deviating = byGroup(() => steadyCoin(random));
  const misclassified = steadyCoin(random);
  const overlooked = steadyCoin(random);
  const severe = steadyCoin(random);
  const due = dueList<{ atMs: number; ticket: Ticket }>();
  let lastId = 300_000;

  return (month, tickets) => {
    for (const ticket of tickets) {
      if (!drawn(DRAWN)) continue;
      const atMs = ticket.created_at.getTime() + DAY_MS + Math.round(random.exponential(1.5 * DAY_MS));
      due.add({ ticket, atMs });
    }
    const checked = due.takeBefore(month.endMs);
    const levels = levelsAt(month.beforeEnd);
    const deviationRisks = spread(
      checked.map(
        ({ ticket }) =>
          (isNight(ticket.created_at.getTime()) ? 1.3 : 1) *
          (ticket.transfers > 1 ? 1.5 : 1) *
          deviationBySupplier(ticket) *
          deviationByStandard(ticket, month.beforeEnd),
      ),
      1 - levels.serviceCompliance,
    );
    const misclassificationRisks = spread(
      checked.map(
        ({ ticket }) => (ticket.complexity === "complex" ? 2.2 : 1) * (ticket.team === "smart_home" ? 1.3 : 1),
      ),
      1 - levels.classificationAccuracy,
    );
    return checked.map(({ ticket, atMs }, i): SpotCheck => {
      const compliant = !deviating(ticket)(deviationRisks[i] ?? 0);
      const classificationRight = !misclassified(misclassificationRisks[i] ?? 0);
      const verdict: Verdict = compliant ? "compliant" : severe(0.3) ? "major" : "minor";
      const differing = overlooked(compliant ? 0.008 : 0.2) ? differingFrom(verdict) : verdict;
      const firstDiffers = random.next() < 0.5;
      const [first, second] = twoInspectors(random);
      lastId += 1;
      return {
        check_id: lastId,
        sheet_id: null,
        checked_at: new Date(Math.round(atMs / 1000) * 1000),
        ticket_id: ticket.ticket_id,
        first_inspector: first,
        second_inspector: second,
        first_verdict: firstDiffers ? differing : verdict,
        // A few second signatures are still outstanding.
        second_verdict: random.next() < 0.006 ? null : firstDiffers ? verdict : differing,
        classification_right: classificationRight,
        compliant,
        record_true: compliant ? random.next() < 0.992 : random.next() < 0.8,
        abnormality: compliant ? null : random.pick(ABNORMALITIES),
      };
    });
  };
}

const differingFrom = (verdict: Verdict): Verdict => (verdict === "minor" ? "compliant" : "minor");

function twoInspectors(random: Random): [string, string] {
  const first = random.int(INSPECTORS.length);
  const second = (first + 1 + random.int(INSPECTORS.length - 1)) % INSPECTORS.length;
  return [INSPECTORS[first] ?? "", INSPECTORS[second] ?? ""];
}
