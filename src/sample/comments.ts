import { DAY_MS, HOUR_MS, type SampleMonth } from "./calendar.ts";
import { commentText } from "./comment-texts.ts";
import { dueList } from "./due.ts";
import { randomStream } from "./random.ts";
import type { Comment, Theme, Ticket } from "./rows.ts";
import { steadyChoice } from "./steady.ts";
import { levelsAt } from "./story.ts";

/** How the themes without a level of their own share the rest. */
const OTHER_THEMES: readonly (readonly [Theme, number])[] = [
  ["not_solved", 0.225],
  ["missed_visit", 0.185],
  ["wrong_info", 0.165],
  ["attitude", 0.155],
  ["charges", 0.14],
  ["other", 0.13],
];

/** Draws the critical comments left in each month: about one ticket in eight, more often where the matter stayed open. */
export function commentSource(seed: number): (month: SampleMonth, tickets: readonly Ticket[]) => Comment[] {
  const random = randomStream(seed, "comments");
  const theme = steadyChoice<Theme>(random);
  const due = dueList<{ atMs: number; ticket: Ticket }>();
  let lastId = 900_000;

  return (month, tickets) => {
    for (const ticket of tickets) {
      if (random.next() >= (ticket.resolved_first_contact ? 0.11 : 0.22)) continue;
      const from = (ticket.first_response_at ?? ticket.created_at).getTime();
      due.add({ ticket, atMs: from + HOUR_MS + Math.round(random.exponential(DAY_MS)) });
    }
    const { repeatContactShare, slowReplyShare } = levelsAt(month.beforeEnd);
    const rest = 1 - repeatContactShare - slowReplyShare;
    const shares: [Theme, number][] = [
      ["repeat_contact", repeatContactShare],
      ["slow_reply", slowReplyShare],
      ...OTHER_THEMES.map(([other, share]): [Theme, number] => [other, share * rest]),
    ];
    return due.takeBefore(month.endMs).map(({ ticket, atMs }): Comment => {
      const chosen = theme(shares);
      const language = random.next() < 0.72 ? "zh" : "en";
      lastId += 1;
      return {
        comment_id: lastId,
        commented_at: new Date(Math.round(atMs / 1000) * 1000),
        ticket_id: ticket.ticket_id,
        customer_id: ticket.customer_id,
        theme: chosen,
        language,
        comment: commentText(chosen, language, ticket.team, random),
      };
    });
  };
}
