import { column, type SampleTable } from "../tables.ts";
import { RATINGS, type Rating } from "./rows.ts";

const customer = column(
  "customer_id",
  "bigint not null references service.satisfaction_customers",
  "Customer who was served.",
);

const ASKED: Record<Rating, string> = {
  first_response: "We were quick to answer.",
  resolution_cycle: "It was dealt with in reasonable time.",
  kept_informed: "You were kept informed on the way.",
  knowledge: "Our staff know product and rules.",
  diagnosis: "We understood what the matter was.",
  solution_works: "The solution works.",
  information_right: "What we told you was right.",
  politeness: "We were polite.",
  empathy: "We were patient and felt with you.",
  clarity: "We were clear and brief.",
  proactive: "We thought ahead for you.",
  solution_content: "You are content with the solution.",
  root_cause: "The cause was put right, not the symptom.",
  follow_up: "We asked afterwards whether all is well.",
  channels_easy: "We are easy to reach.",
  steps_simple: "The steps are simple.",
  premises: "Our premises are pleasant; only asked after a visit.",
  online_stable: "App and website run stably; null = not used.",
};

/** The satisfaction survey, in order of creation. */
export const SATISFACTION_TABLES: readonly SampleTable[] = [
  {
    name: "satisfaction_customers",
    comment: "Customers who can be asked how satisfied they are.",
    columns: [
      column("customer_id", "bigint primary key", "Customer, numbered in order of joining."),
      column("joined_at", "timestamptz not null", "First purchase."),
      column("region", "text not null", "Region."),
      column("language", "text not null", "zh or en."),
    ],
    constraints: [],
    indexes: [
      "create index satisfaction_customers_joined_at on service.satisfaction_customers using brin (joined_at) with (pages_per_range = 32)",
    ],
  },
  {
    name: "satisfaction_occasions",
    comment: "Occasions after which a customer may be asked: interactions, orders, complaints.",
    columns: [
      column("occasion_id", "bigint primary key", "Occasion, numbered in order of time."),
      column("occurred_at", "timestamptz not null", "Interaction ended, order delivered or complaint closed."),
      customer,
      column(
        "customer_group",
        "text not null",
        "new (first purchase within three months), existing or high_value, on that day.",
      ),
      column("occasion", "text not null", "interaction, order or complaint."),
      column("channel", "text not null", "phone, chat, app or store."),
    ],
    constraints: [],
    indexes: [
      "create index satisfaction_occasions_occurred_at on service.satisfaction_occasions using brin (occurred_at) with (pages_per_range = 32)",
    ],
  },
  {
    name: "satisfaction_invitations",
    comment: "Invitations to the survey, at most one for a customer and month.",
    columns: [
      column("invitation_id", "bigint primary key", "Invitation."),
      column("invited_at", "timestamptz not null", "Sent."),
      column("occasion_id", "bigint not null references service.satisfaction_occasions", "Occasion it asks about."),
      customer,
      column("sent_by", "text not null", "sms, wechat or email."),
    ],
    constraints: [],
    indexes: [
      "create index satisfaction_invitations_invited_at on service.satisfaction_invitations using brin (invited_at) with (pages_per_range = 32)",
    ],
  },
  {
    name: "satisfaction_answers",
    comment: "Answers to the survey, one row each, every question a column.",
    columns: [
      column("answer_id", "bigint primary key", "Answer."),
      column("answered_at", "timestamptz not null", "Answered."),
      column("invitation_id", "bigint not null references service.satisfaction_invitations", "Invitation answered."),
      column("seconds_taken", "integer not null", "Time taken to fill it in (seconds)."),
      column("language", "text not null", "zh or en."),
      ...Object.values(RATINGS)
        .flat()
        .map((rating) => column(rating, "smallint", `${ASKED[rating]} 1 not at all to 5 completely.`)),
      column("solved_at_once", "boolean", "Was the matter solved at once?"),
      column("overall", "smallint", "Satisfied all in all, 1 to 5."),
      column("recommend", "smallint", "Would you recommend us? 0 to 10."),
      column("open_answer", "text", "What should we do better? The customer's words, unaltered; null = left out."),
    ],
    constraints: ["check (overall between 1 and 5)", "check (recommend between 0 and 10)"],
    indexes: [
      "create index satisfaction_answers_answered_at on service.satisfaction_answers using brin (answered_at) with (pages_per_range = 32)",
      "create index satisfaction_answers_invitation_id on service.satisfaction_answers (invitation_id)",
    ],
  },
];
