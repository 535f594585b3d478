import { column, type SampleTable } from "../tables.ts";

const team = column("service_group", "text not null", "Team: pre_sales, order_care, members or livestream.");
const brin = (table: string, time: string): string[] => [
  `create index ${table}_${time} on service.${table} using brin (${time}) with (pages_per_range = 32)`,
];

/** Tables of the goal plan's sample. */
export const GOAL_TABLES: readonly SampleTable[] = [
  {
    name: "goal_contacts",
    comment: "Contacts of the shop's customer service, answered by bots or people.",
    columns: [
      column("contact_id", "bigint primary key", "Contact, numbered in order of arrival."),
      column("contacted_at", "timestamptz not null", "Customer wrote or called."),
      column("first_response_at", "timestamptz", "First answer; null = the customer left before."),
      column("handler", "text not null", "bot or person: who gave the first answer."),
      team,
      column("rating", "smallint", "1 very dissatisfied to 5 very satisfied; null = not rated."),
      column("complaint", "boolean not null", "The contact led to a complaint."),
      column("before_purchase", "boolean not null", "Asked before a purchase."),
      column("ordered", "boolean", "Ordered within a day of asking before a purchase; null = did not ask before one."),
    ],
    constraints: ["check (rating between 1 and 5)"],
    indexes: brin("goal_contacts", "contacted_at"),
  },
  {
    name: "goal_training",
    comment: "Hours of training of each agent, a row for each month.",
    columns: [
      column("record_id", "bigint primary key", "Record."),
      column("month_end", "date not null", "Last day of the month."),
      column("agent_id", "integer not null", "Agent."),
      team,
      column("hours", "numeric(4,1)", "Hours of training; null = the sheet was not handed in."),
    ],
    constraints: ["check (hours >= 0)"],
    indexes: brin("goal_training", "month_end"),
  },
  {
    name: "goal_customers",
    comment: "Served customers drawn at the end of each month, and whether they still buy.",
    columns: [
      column("review_id", "bigint primary key", "Review of one customer."),
      column("reviewed_on", "date not null", "Last day of the month."),
      column("customer_id", "bigint not null", "Customer."),
      column("service_group", "text not null", "Team that served the customer last."),
      column("bought_again", "boolean not null", "Bought again within ninety days of the contact."),
      column("lost", "boolean not null", "No purchase for half a year after regular ones."),
    ],
    constraints: [],
    indexes: brin("goal_customers", "reviewed_on"),
  },
];

export interface GoalContact {
  contact_id: number;
  contacted_at: Date;
  first_response_at: Date | null;
  handler: "bot" | "person";
  service_group: string;
  rating: number | null;
  complaint: boolean;
  before_purchase: boolean;
  ordered: boolean | null;
}
export interface TrainingRecord {
  record_id: number;
  month_end: string;
  agent_id: number;
  service_group: string;
  hours: number | null;
}
export interface CustomerReview {
  review_id: number;
  reviewed_on: string;
  customer_id: number;
  service_group: string;
  bought_again: boolean;
  lost: boolean;
}
