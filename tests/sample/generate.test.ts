import { beforeAll, describe, expect, it } from "vitest";
import { generateSample } from "../../src/sample/generate.ts";
import type { Ticket } from "../../src/sample/rows.ts";
import { createdAtNight, hourInShanghai, kappa, mean, resolutionRate, responseHours, share } from "./measure.ts";

type Made = ReturnType<typeof generateSample> extends Generator<infer Month> ? Month : never;

describe("the sample's rows", () => {
  let months: Made[] = [];
  let last: Made;
  let before: Made;
  beforeAll(() => {
    months = [...generateSample({ seed: 7, lastMonth: "2026-10" })];
    [before, last] = months.slice(-2) as [Made, Made];
  });
  const total = (table: "tickets" | "calls" | "survey_answers" | "spot_checks" | "feedback"): number =>
    months.reduce((sum, month) => sum + month[table].length, 0);

  it("are enough: 15 months, more than 60,000 tickets and 45,000 calls", () => {
    expect(months).toHaveLength(15);
    expect(total("tickets")).toBeGreaterThanOrEqual(60_000);
    expect(total("calls")).toBeGreaterThanOrEqual(45_000);
    expect(total("feedback")).toBeGreaterThan(5_000);
  });

  it("lie in their months, in order of time, with ids that never repeat", () => {
    const ids = months.flatMap(({ tickets }) => tickets.map(({ ticket_id }) => ticket_id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { month, tickets, calls, survey_answers, spot_checks, feedback } of months) {
      for (const times of [
        tickets.map((row) => row.created_at.getTime()),
        calls.map((row) => row.called_at.getTime()),
        survey_answers.map((row) => row.answered_at.getTime()),
        spot_checks.map((row) => row.checked_at.getTime()),
        feedback.map((row) => row.commented_at.getTime()),
      ]) {
        // Times are rounded to the second, hence the one second at the month's end.
        expect(times.every((time) => time >= month.startMs && time <= month.endMs)).toBe(true);
        expect(times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0))).toBe(true);
      }
    }
  });

  it("know nothing of what comes after the last month", () => {
    const end = last.month.endMs;
    const times = last.tickets.flatMap((ticket) =>
      [ticket.first_response_at, ticket.escalated_at, ticket.second_line_at, ticket.resolved_at].map(
        (time) => time?.getTime() ?? 0,
      ),
    );
    expect(Math.max(...times)).toBeLessThanOrEqual(end);
    expect(last.tickets.some(({ status }) => status === "open")).toBe(true);
  });

  it("make sense one by one", () => {
    for (const ticket of months.flatMap(({ tickets }) => tickets)) {
      const order = [ticket.escalated_at, ticket.second_line_at, ticket.resolved_at].filter((time) => time !== null);
      expect(order.every((time, i) => i === 0 || time >= (order[i - 1] ?? time))).toBe(true);
      expect(ticket.status === "open").toBe(ticket.resolved_at === null);
      if (ticket.resolved_first_contact) expect([ticket.transfers, ticket.escalated_at]).toEqual([0, null]);
    }
  });

  it("make night tickets wait: 5 to 6.5 h against little more than 1 h by day", () => {
    const night = mean(responseHours(last.tickets.filter(createdAtNight)));
    const day = mean(responseHours(last.tickets.filter((ticket) => !createdAtNight(ticket))));
    expect(night).toBeGreaterThan(5);
    expect(night).toBeLessThan(6.5);
    expect(day).toBeGreaterThan(0.9);
    expect(day).toBeLessThan(1.3);
    const at = (hour: number): number =>
      mean(responseHours(last.tickets.filter(({ created_at }) => hourInShanghai(created_at) === hour)));
    expect(at(22)).toBeGreaterThan(at(2));
    expect(at(2)).toBeGreaterThan(at(5));
  });

  it("let complex tickets wait for second line and fail at first contact, worse in the last months", () => {
    const complex = ({ tickets }: Made): Ticket[] => tickets.filter((ticket) => ticket.complexity === "complex");
    const wait = (made: Made): number =>
      mean(
        complex(made).flatMap(({ escalated_at, second_line_at }) =>
          escalated_at && second_line_at ? [(second_line_at.getTime() - escalated_at.getTime()) / 3_600_000] : [],
        ),
      );
    const early = months.slice(0, 6);
    expect(resolutionRate(complex(last))).toBeLessThan(0.35);
    expect(mean(early.map((made) => resolutionRate(complex(made))))).toBeGreaterThan(0.5);
    expect(resolutionRate(last.tickets.filter((ticket) => ticket.complexity !== "complex"))).toBeGreaterThan(0.8);
    expect(wait(before)).toBeGreaterThan(1.5 * mean(early.map(wait)));
    expect(complex(last).length / last.tickets.length).toBeGreaterThan(
      share(months[0]?.tickets ?? [], (one) => one.complexity === "complex"),
    );
  });

  it("improve the call answer rate from about 93 to 98 %", () => {
    const rates = months.map(({ calls }) =>
      share(
        calls.filter((call) => call.answered !== null),
        (call) => call.answered === true,
      ),
    );
    expect(rates.slice(0, 3).every((rate) => rate > 0.92 && rate < 0.94)).toBe(true);
    expect(rates.at(-1)).toBeCloseTo(0.981, 2);
    expect(mean(rates.slice(-3))).toBeGreaterThan(mean(rates.slice(-6, -3)));
  });

  it("raise repeat contacts above 20 % of comments, and nothing else", () => {
    const shareOf = (theme: string, made: Made): number => share(made.feedback, (comment) => comment.theme === theme);
    expect(shareOf("repeat_contact", last)).toBeGreaterThan(0.22);
    expect(shareOf("repeat_contact", before)).toBeLessThan(0.2);
    for (const theme of new Set(last.feedback.map((comment) => comment.theme))) {
      if (theme !== "repeat_contact") expect(shareOf(theme, last)).toBeLessThan(0.195);
    }
  });

  it("rate night and complex tickets lower", () => {
    const ratings = (holds: (ticket: Ticket) => boolean): number => {
      const tickets = new Map(
        months.slice(-2).flatMap((made) => made.tickets.map((ticket) => [ticket.ticket_id, ticket] as const)),
      );
      return mean(
        last.survey_answers.flatMap(({ ticket_id, rating }) => {
          const ticket = tickets.get(ticket_id);
          return ticket !== undefined && rating !== null && holds(ticket) ? [rating] : [];
        }),
      );
    };
    const ordinary = ratings((ticket) => ticket.complexity !== "complex" && !createdAtNight(ticket));
    expect(ratings((ticket) => ticket.complexity === "complex")).toBeLessThan(ordinary - 0.25);
    expect(ratings(createdAtNight)).toBeLessThan(ordinary - 0.15);
  });

  it("survey and check enough: customers, complainants, groups, spot checks, two inspectors who mostly agree", () => {
    for (const { tickets, survey_answers, spot_checks } of months) {
      const customers = new Set(tickets.map(({ customer_id }) => customer_id));
      const respondents = new Set(survey_answers.map(({ customer_id }) => customer_id));
      expect(respondents.size / customers.size).toBeGreaterThan(0.05);
      expect(new Set(survey_answers.map(({ customer_group }) => customer_group)).size).toBe(3);
      expect(spot_checks.length / tickets.length).toBeGreaterThan(0.1);
      expect(spot_checks.length / tickets.length).toBeLessThan(0.2);
      const pairs = spot_checks.flatMap(({ first_verdict, second_verdict }) =>
        second_verdict === null ? [] : [[first_verdict, second_verdict] as const],
      );
      expect(kappa(pairs)).toBeGreaterThan(0.65);
      expect(kappa(pairs)).toBeLessThan(0.9);
      expect(spot_checks.every((check) => check.first_inspector !== check.second_inspector)).toBe(true);
    }
  });

  it("carry the gaps and oddities of real exports in realistic amounts", () => {
    const negative = months.map(
      ({ tickets }) =>
        tickets.filter(
          ({ created_at, first_response_at }) => first_response_at !== null && first_response_at < created_at,
        ).length,
    );
    expect(Math.max(...negative)).toBeLessThan(15);
    expect(mean(negative)).toBeGreaterThan(1);
    expect(share(last.tickets, ({ issue_type }) => issue_type === null)).toBeLessThan(0.02);
    expect(share(last.tickets, ({ issue_type }) => issue_type === null)).toBeGreaterThan(0);
    expect(last.calls.some(({ answered }) => answered === null)).toBe(true);
    expect(months.some(({ survey_answers }) => survey_answers.some(({ rating }) => rating === null))).toBe(true);
  });

  it("let customers write in Chinese and English, some with personal data to be masked, none with an open slot", () => {
    const comments = months.flatMap(({ feedback }) => feedback);
    expect(share(comments, ({ comment }) => /1380000\d{4}|138 0000 \d{4}|@example\.com/.test(comment))).toBeGreaterThan(
      0.02,
    );
    expect(comments.some(({ comment }) => /[{}]/.test(comment))).toBe(false);
    for (const { language, comment } of comments) expect(/\p{Script=Han}/u.test(comment)).toBe(language === "zh");
  });

  it("have a summer peak and a Spring Festival dip in volume", () => {
    const volume = (id: string): number => {
      const made = months.find(({ month }) => month.id === id);
      return (made?.tickets.length ?? 0) / (made?.month.days.length ?? 1);
    };
    expect(volume("2026-07")).toBeGreaterThan(1.2 * volume("2026-04"));
    expect(volume("2026-02")).toBeLessThan(0.92 * volume("2026-03"));
  });
});

describe("the story", () => {
  it.each([
    ["2026-10", 1],
    ["2026-07", 7],
    ["2028-02", 20],
    ["2027-01", 99],
    ["2030-12", 2 ** 31],
  ])("holds for last month %s and seed %d", (lastMonth, seed) => {
    const made = [...generateSample({ seed, lastMonth, months: 3 })];
    const last = made.at(-1) as Made;
    expect(last.month.id).toBe(lastMonth);
    expect(mean(responseHours(last.tickets))).toBeGreaterThan(1.8);
    expect(mean(responseHours(last.tickets))).toBeLessThan(1.95);
    expect(resolutionRate(last.tickets)).toBeGreaterThan(0.72);
    expect(resolutionRate(last.tickets)).toBeLessThan(0.75);
    const before = made.at(-2) as Made;
    expect(resolutionRate(before.tickets)).toBeGreaterThan(0.765);
    expect(
      share(
        last.calls.filter((call) => call.answered !== null),
        (call) => call.answered === true,
      ),
    ).toBeGreaterThan(0.975);
    expect(mean(last.survey_answers.flatMap(({ rating }) => (rating === null ? [] : [rating])))).toBeGreaterThan(4.505);
    expect(share(last.spot_checks, (check) => check.compliant)).toBeGreaterThan(0.95);
    expect(share(last.spot_checks, (check) => check.classification_right)).toBeGreaterThan(0.9);
    expect(share(last.feedback, (comment) => comment.theme === "repeat_contact")).toBeGreaterThan(0.21);
  });

  it("is the same for equal options and another for another seed", () => {
    const text = (seed: number): string =>
      JSON.stringify([...generateSample({ seed, lastMonth: "2026-10", months: 3 })]);
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });
});
