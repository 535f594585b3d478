/** Rows of the survey's tables, as plain objects; `null` = left out, not asked or not recorded. Column names as in the warehouse. */

export type Group = "new" | "existing" | "high_value";
export type Occasion = "interaction" | "order" | "complaint";
export type ServiceChannel = "phone" | "chat" | "app" | "store";
export type Language = "zh" | "en";

export interface SurveyCustomer {
  customer_id: number;
  joined_at: Date;
  region: "north" | "east" | "south" | "central" | "southwest";
  language: Language;
}

export interface ServiceOccasion {
  occasion_id: number;
  occurred_at: Date;
  customer_id: number;
  customer_group: Group;
  occasion: Occasion;
  channel: ServiceChannel;
}

export interface Invitation {
  invitation_id: number;
  invited_at: Date;
  occasion_id: number;
  customer_id: number;
  sent_by: "sms" | "wechat" | "email";
}

/** Ratings on the scale from 1 to 5, by dimension of the standard. */
export const RATINGS = {
  response: ["first_response", "resolution_cycle", "kept_informed"],
  expertise: ["knowledge", "diagnosis", "solution_works", "information_right"],
  attitude: ["politeness", "empathy", "clarity", "proactive"],
  resolution: ["solution_content", "root_cause", "follow_up"],
  convenience: ["channels_easy", "steps_simple", "premises", "online_stable"],
} as const;
export type SurveyDimension = keyof typeof RATINGS;
export type Rating = (typeof RATINGS)[SurveyDimension][number];

export type Answer = {
  answer_id: number;
  answered_at: Date;
  invitation_id: number;
  seconds_taken: number;
  language: Language;
  /** 1 … 5. */
  overall: number | null;
  /** 0 … 10: would you recommend us? */
  recommend: number | null;
  solved_at_once: boolean | null;
  open_answer: string | null;
} & Record<Rating, number | null>;
