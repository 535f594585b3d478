export interface SampleColumn {
  name: string;
  type: string;
  comment: string;
}

export interface SampleTable {
  name: string;
  comment: string;
  columns: readonly SampleColumn[];
  /** Table constraints and, after the rows are in, indexes. */
  constraints: readonly string[];
  indexes: readonly string[];
}

export const SAMPLE_SCHEMA = "service";

export const column = (name: string, type: string, comment: string): SampleColumn => ({ name, type, comment });
const ticketRef = column("ticket_id", "bigint not null references service.tickets", "Ticket it is about.");
const team = column("team", "text not null", "Team by product line.");
const region = column("region", "text", "Customer's region; null = not recorded.");
const customer = column("customer_id", "bigint not null", "Customer.");
const group = column(
  "customer_group",
  "text not null",
  "new (first purchase within three months), existing or high_value.",
);

/** After-sales, in order of creation: tickets first, the others refer to them. */
export const AFTER_SALES_TABLES: readonly SampleTable[] = [
  {
    name: "tickets",
    comment: "After-sales tickets.",
    columns: [
      column("ticket_id", "bigint primary key", "Ticket, numbered in order of arrival."),
      column("created_at", "timestamptz not null", "Ticket submitted."),
      column("first_response_at", "timestamptz", "First reply by a person; null = none yet or not recorded."),
      column("escalated_at", "timestamptz", "Handed to second-line support."),
      column("second_line_at", "timestamptz", "Taken up by second-line support."),
      column("resolved_at", "timestamptz", "Resolved; null = open."),
      column("status", "text not null", "open or resolved."),
      column("channel", "text not null", "phone, chat, app, wechat or email."),
      team,
      column("issue_type", "text", "What it is about; null = not recorded."),
      column("complexity", "text not null", "simple, standard or complex."),
      region,
      customer,
      group,
      column("complaint", "boolean not null", "The customer complained."),
      column("transfers", "smallint not null", "How often the ticket changed hands."),
      column("resolved_first_contact", "boolean not null", "Resolved at first contact."),
      column("customer_confirmed", "boolean", "Customer confirmed the resolution; null = no answer yet."),
      column("reopened", "boolean not null", "Opened again after it was resolved."),
    ],
    constraints: [],
    indexes: [
      // Rows are stored in order of time: a BRIN index is enough to find a month.
      "create index tickets_created_at on service.tickets using brin (created_at) with (pages_per_range = 32)",
      "create index tickets_customer_id on service.tickets (customer_id)",
    ],
  },
  {
    name: "calls",
    comment: "Calls to the service hotline.",
    columns: [
      column("call_id", "bigint primary key", "Call, numbered in order of time."),
      column("called_at", "timestamptz not null", "Call came in."),
      team,
      region,
      column("answered", "boolean", "Answered by a person; null = the exchange lost the outcome."),
      column("wait_s", "integer not null", "Waited until answered or given up (seconds)."),
      column("talk_s", "integer", "Talked (seconds); null = not answered."),
      column("transfers", "smallint not null", "How often the call was passed on."),
    ],
    constraints: [],
    indexes: ["create index calls_called_at on service.calls using brin (called_at) with (pages_per_range = 32)"],
  },
  {
    name: "survey_answers",
    comment: "Answers to the customer survey.",
    columns: [
      column("answer_id", "bigint primary key", "Answer."),
      column("answered_at", "timestamptz not null", "Answered."),
      ticketRef,
      customer,
      group,
      column("survey_channel", "text not null", "sms, questionnaire or phone."),
      column("rating", "smallint", "1 very dissatisfied to 5 very satisfied; null = left out."),
      column("solved_at_once", "boolean", "Was the matter solved at once?"),
      column("friendly", "smallint", "Were we friendly? 1 to 5."),
      column("solution_clear", "smallint", "Was the solution clear? 1 to 5."),
    ],
    constraints: ["check (rating between 1 and 5)"],
    indexes: [
      "create index survey_answers_answered_at on service.survey_answers using brin (answered_at) with (pages_per_range = 32)",
      "create index survey_answers_ticket_id on service.survey_answers (ticket_id)",
    ],
  },
  {
    name: "spot_checks",
    comment: "Tickets drawn at random and checked by two inspectors.",
    columns: [
      column("check_id", "bigint primary key", "Check."),
      column("checked_at", "timestamptz not null", "Check finished."),
      ticketRef,
      column("first_inspector", "text not null", "First inspector."),
      column("second_inspector", "text not null", "Second inspector, never the first."),
      column("first_verdict", "text not null", "compliant, minor or major deviation."),
      column("second_verdict", "text", "The second inspector's; null = not signed yet."),
      column("classification_right", "boolean not null", "The first classification was right."),
      column("compliant", "boolean not null", "Handled by the standard process, as both signed in the end."),
      column("record_true", "boolean not null", "The record agrees with what the customer said."),
      column("abnormality", "text", "What was abnormal."),
    ],
    constraints: ["check (first_inspector <> second_inspector)"],
    indexes: [
      "create index spot_checks_checked_at on service.spot_checks using brin (checked_at) with (pages_per_range = 32)",
      "create index spot_checks_ticket_id on service.spot_checks (ticket_id)",
    ],
  },
  {
    name: "feedback",
    comment: "Free feedback of customers, classified by theme.",
    columns: [
      column("comment_id", "bigint primary key", "Comment."),
      column("commented_at", "timestamptz not null", "Written."),
      ticketRef,
      customer,
      column("theme", "text not null", "Theme it was classified under."),
      column("language", "text not null", "zh or en."),
      column("comment", "text not null", "The customer's words, unaltered."),
    ],
    constraints: [],
    indexes: [
      "create index feedback_commented_at on service.feedback using brin (commented_at) with (pages_per_range = 32)",
      "create index feedback_ticket_id on service.feedback (ticket_id)",
    ],
  },
];

/** `create table …` with its column comments. Names are ours: nothing here comes from outside. */
export function createTable({ name, columns, constraints }: SampleTable): string {
  const parts = [...columns.map((one) => `${one.name} ${one.type}`), ...constraints];
  const comments = columns.map((one) => `comment on column service.${name}.${one.name} is ${literal(one.comment)}`);
  return [`create table service.${name} (${parts.join(", ")})`, ...comments].join(";\n");
}

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
