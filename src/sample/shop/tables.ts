import { column, type SampleTable } from "../tables.ts";

const contactRef = column("contact_id", "bigint not null references service.shop_contacts", "Contact it is about.");
const customer = column("customer_id", "bigint not null", "Customer.");
const group = column(
  "customer_group",
  "text not null",
  "new (first order within three months), existing or high_value, as of the row's time.",
);
const timeIndex = (table: string, time: string): string =>
  `create index ${table}_${time} on service.${table} using brin (${time}) with (pages_per_range = 32)`;

/** The shop, in order of creation. */
export const SHOP_TABLES: readonly SampleTable[] = [
  {
    name: "shop_service_hours",
    comment: "When a channel of the shop is served, by weekday and hour; a change is a new row with its first day.",
    columns: [
      column("hours_id", "bigint primary key", "Entry."),
      column("valid_from", "date not null", "First day it holds."),
      column("valid_to", "date", "Last day it holds; null = until further notice."),
      column("channel", "text not null", "chat, app or phone."),
      column("weekday", "smallint not null", "1 Monday to 7 Sunday."),
      column("from_hour", "smallint not null", "First hour served, 0 to 23, in Asia/Shanghai."),
      column("to_hour", "smallint not null", "Hour at which it ends, 1 to 24."),
      column("served_by", "text not null", "person, or bot for self-service."),
    ],
    constraints: ["check (from_hour < to_hour)"],
    indexes: [timeIndex("shop_service_hours", "valid_from")],
  },
  {
    name: "shop_customers",
    comment: "Customers of the shop.",
    columns: [
      column("customer_id", "bigint primary key", "Customer, numbered in order of joining."),
      column("joined_at", "timestamptz not null", "First order."),
      column("region", "text", "Region; null = not recorded."),
    ],
    constraints: [],
    indexes: [timeIndex("shop_customers", "joined_at")],
  },
  {
    name: "shop_orders",
    comment: "Orders of the shop.",
    columns: [
      column("order_id", "bigint primary key", "Order, numbered in order of time."),
      column("ordered_at", "timestamptz not null", "Ordered."),
      customer,
      group,
      column("category", "text not null", "Category of goods."),
      column("amount", "numeric(10, 2) not null", "Amount (yuan)."),
    ],
    constraints: [],
    indexes: [
      timeIndex("shop_orders", "ordered_at"),
      "create index shop_orders_customer_id on service.shop_orders (customer_id, ordered_at)",
    ],
  },
  {
    name: "shop_contacts",
    comment: "Contacts with the shop's customer service.",
    columns: [
      column("contact_id", "bigint primary key", "Contact, numbered in order of time."),
      column("opened_at", "timestamptz not null", "The customer got in touch."),
      customer,
      group,
      column("order_id", "bigint", "Order it is about; null = about none."),
      column("channel", "text not null", "chat, app or phone."),
      column("topic", "text not null", "What it is about."),
      column("queue", "text not null", "Queue that handled it; bot = no person took part."),
      column("complexity", "text not null", "simple, standard or complex."),
      column("handled_by", "text not null", "person or bot."),
      column("first_response_at", "timestamptz", "First reply; null = the customer left before."),
      column("messages", "smallint not null", "Messages of the customer."),
      column("reply_wait_s", "double precision", "Mean wait for a reply to a message (seconds)."),
      column("closed_at", "timestamptz", "Closed; null = open."),
      column("resolved", "boolean", "Resolved when it was closed; null = open."),
      column("transfers", "smallint not null", "How often it changed hands."),
      column("reopened", "boolean not null", "Opened again after it was closed."),
      column("escalated", "boolean not null", "The customer complained about the service or called in the platform."),
    ],
    constraints: [],
    indexes: [
      timeIndex("shop_contacts", "opened_at"),
      "create index shop_contacts_order_id on service.shop_contacts (order_id)",
    ],
  },
  {
    name: "shop_knowledge_uses",
    comment: "Articles of the knowledge base used in a contact, by a person or a bot.",
    columns: [
      column("use_id", "bigint primary key", "Use."),
      column("used_at", "timestamptz not null", "Used."),
      contactRef,
      column("article", "text not null", "Article."),
      column("accepted", "boolean", "The customer took the answer; null = no reaction."),
    ],
    constraints: [],
    indexes: [
      timeIndex("shop_knowledge_uses", "used_at"),
      "create index shop_knowledge_uses_contact_id on service.shop_knowledge_uses (contact_id)",
    ],
  },
  {
    name: "shop_ratings",
    comment: "What customers answered after a contact.",
    columns: [
      column("rating_id", "bigint primary key", "Answer."),
      column("rated_at", "timestamptz not null", "Answered."),
      contactRef,
      customer,
      column("csat", "smallint", "How satisfied were you? 1 to 5; null = left out."),
      column("clarity", "smallint", "Was the answer clear? 1 to 5."),
      column("friendliness", "smallint", "Were we friendly? 1 to 5; null for bots."),
      column("recommend", "smallint", "Would you recommend the shop? 0 to 10."),
    ],
    constraints: ["check (csat between 1 and 5)", "check (recommend between 0 and 10)"],
    indexes: [
      timeIndex("shop_ratings", "rated_at"),
      "create index shop_ratings_contact_id on service.shop_ratings (contact_id)",
    ],
  },
  {
    name: "shop_checks",
    comment: "Contacts drawn at random and checked by two inspectors.",
    columns: [
      column("check_id", "bigint primary key", "Check."),
      column("checked_at", "timestamptz not null", "Check finished."),
      contactRef,
      column("first_inspector", "text not null", "First inspector."),
      column("second_inspector", "text not null", "Second inspector, never the first."),
      column("first_verdict", "text not null", "compliant, minor or major deviation."),
      column("second_verdict", "text", "The second inspector's; null = not signed yet."),
      column("proactive", "boolean not null", "The next step was offered before the customer asked."),
      column("knowledge_right", "boolean not null", "What was said about product and rules was right."),
    ],
    constraints: ["check (first_inspector <> second_inspector)"],
    indexes: [
      timeIndex("shop_checks", "checked_at"),
      "create index shop_checks_contact_id on service.shop_checks (contact_id)",
    ],
  },
];
