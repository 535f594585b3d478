import { column, type SampleTable } from "../tables.ts";

const agent = column("agent_id", "text not null references service.assessment_staff", "Agent.");
const team = column("team", "text not null", "Team by product line, as the agent's was then.");
const probation = column("probation", "boolean not null", "The agent was in the first three months.");
const brin = (table: string, time: string): string =>
  `create index ${table}_${time} on service.${table} using brin (${time}) with (pages_per_range = 32)`;

/** Agents, what they did, and what was said about them; in order of creation. */
export const ASSESSMENT_TABLES: readonly SampleTable[] = [
  {
    name: "assessment_staff",
    comment: "Agents, team leaders and the customer panel; invented people.",
    columns: [
      column("staff_id", "text primary key", "Staff number."),
      column("hired_at", "timestamptz not null", "First day."),
      column("name_en", "text not null", "Name in Latin letters."),
      column("name_zh", "text not null", "Name in Chinese."),
      column("position", "text not null", "agent, leader or panel."),
      column("team", "text", "Team; null = none."),
    ],
    constraints: [],
    indexes: [brin("assessment_staff", "hired_at")],
  },
  {
    name: "assessment_tickets",
    comment: "Tickets by the agent who answered them.",
    columns: [
      column("ticket_id", "bigint primary key", "Ticket, numbered in order of its answer's month."),
      column("answered_at", "timestamptz not null", "First answer."),
      agent,
      team,
      probation,
      column("shift", "text not null", "day or late."),
      column("issue_type", "text not null", "What it is about."),
      column(
        "response_min",
        "double precision not null",
        "From assignment to first answer (minutes); negative = the chat gateway's clock ran ahead.",
      ),
      column("first_contact", "boolean not null", "Resolved at first contact."),
      column("csat", "smallint", "Customer's rating, 1 to 5; null = not asked or not answered."),
    ],
    constraints: ["check (csat between 1 and 5)"],
    indexes: [brin("assessment_tickets", "answered_at")],
  },
  {
    name: "assessment_shifts",
    comment: "Shifts worked.",
    columns: [
      column("shift_id", "bigint primary key", "Shift."),
      column("started_at", "timestamptz not null", "Begun."),
      agent,
      team,
      probation,
      column("shift", "text not null", "day or late."),
      column("hours", "double precision not null", "On duty, breaks left out."),
      column("tickets", "integer not null", "Tickets handled."),
    ],
    constraints: [],
    indexes: [brin("assessment_shifts", "started_at")],
  },
  {
    name: "assessment_checks",
    comment: "Records checked for process and confidentiality.",
    columns: [
      column("check_id", "bigint primary key", "Check."),
      column("checked_at", "timestamptz not null", "Checked."),
      agent,
      team,
      probation,
      column("topic", "text not null", "process or confidentiality."),
      column("passed", "boolean not null", "No objection."),
    ],
    constraints: [],
    indexes: [brin("assessment_checks", "checked_at")],
  },
  {
    name: "assessment_quiz",
    comment: "Answers in the monthly knowledge test.",
    columns: [
      column("answer_id", "bigint primary key", "Answer."),
      column("answered_at", "timestamptz not null", "Answered."),
      agent,
      team,
      probation,
      column("topic", "text not null", "products, rules or systems."),
      column("right_answer", "boolean not null", "Right."),
    ],
    constraints: [],
    indexes: [brin("assessment_quiz", "answered_at")],
  },
  {
    name: "assessment_ratings",
    comment: "Ratings on behaviourally anchored scales, one row per agent, rater and aspect.",
    columns: [
      column("rating_id", "bigint primary key", "Rating."),
      column("rated_at", "timestamptz not null", "Given, in the last days of the month assessed."),
      agent,
      team,
      probation,
      column("rater_id", "text not null references service.assessment_staff", "Who rated."),
      column("role", "text not null", "supervisor, customer, peer or self."),
      column("aspect", "text not null", "communication, problem_solving, knowledge, attitude or compliance."),
      column("rating", "smallint not null", "1 to 5."),
    ],
    constraints: ["check (rating between 1 and 5)"],
    indexes: [brin("assessment_ratings", "rated_at")],
  },
  {
    name: "assessment_incidents",
    comment: "Critical incidents: what an agent did, on which day, in words.",
    columns: [
      column("incident_id", "bigint primary key", "Incident."),
      column("happened_at", "timestamptz not null", "Happened."),
      agent,
      team,
      probation,
      column("kind", "text not null", "commendable or critical."),
      column("aspect", "text not null", "Aspect of the assessment it belongs to."),
      column("recorded_by", "text not null", "Role of who wrote it down."),
      column("text_en", "text not null", "What happened, in English."),
      column("text_zh", "text not null", "What happened, in Chinese."),
    ],
    constraints: [],
    indexes: [brin("assessment_incidents", "happened_at")],
  },
];
