/** Rows of the sample's tables, as plain objects; `null` = not recorded or not yet happened. Column names as in the warehouse. */

export type Channel = "phone" | "chat" | "app" | "wechat" | "email";
export type Team = "air_conditioning" | "laundry" | "kitchen" | "smart_home";
export type IssueType = "fault" | "installation" | "delivery" | "refund" | "usage" | "invoice" | "spare_parts";
export type Complexity = "simple" | "standard" | "complex";
export type Region = "north" | "east" | "south" | "central" | "southwest";
export type CustomerGroup = "new" | "existing" | "high_value";
/** Service providers that carry out repairs and installations. */
export type Supplier = "hengtong" | "jiahe" | "ruian" | "xinglian" | "kaida" | "lanhai" | "beichuan";
export type Verdict = "compliant" | "minor" | "major";
export type Theme =
  | "repeat_contact"
  | "slow_reply"
  | "not_solved"
  | "missed_visit"
  | "attitude"
  | "wrong_info"
  | "charges"
  | "other";

export interface Ticket {
  ticket_id: number;
  created_at: Date;
  first_response_at: Date | null;
  escalated_at: Date | null;
  second_line_at: Date | null;
  resolved_at: Date | null;
  status: "open" | "resolved";
  channel: Channel;
  team: Team;
  issue_type: IssueType | null;
  complexity: Complexity;
  region: Region | null;
  /** null = done in-house. */
  supplier: Supplier | null;
  customer_id: number;
  customer_group: CustomerGroup;
  complaint: boolean;
  transfers: number;
  resolved_first_contact: boolean;
  customer_confirmed: boolean | null;
  reopened: boolean;
}

export interface Call {
  call_id: number;
  called_at: Date;
  team: Team;
  region: Region | null;
  answered: boolean | null;
  wait_s: number;
  talk_s: number | null;
  transfers: number;
}

export interface SurveyAnswer {
  answer_id: number;
  answered_at: Date;
  ticket_id: number;
  customer_id: number;
  customer_group: CustomerGroup;
  survey_channel: "sms" | "questionnaire" | "phone";
  rating: number | null;
  solved_at_once: boolean | null;
  friendly: number | null;
  solution_clear: number | null;
}

export interface SpotCheck {
  check_id: number;
  sheet_id: string | null;
  checked_at: Date;
  ticket_id: number;
  first_inspector: string;
  second_inspector: string;
  first_verdict: Verdict;
  second_verdict: Verdict | null;
  classification_right: boolean;
  compliant: boolean;
  record_true: boolean;
  abnormality: string | null;
}

export interface Comment {
  comment_id: number;
  commented_at: Date;
  ticket_id: number;
  customer_id: number;
  theme: Theme;
  language: "zh" | "en";
  comment: string;
}

/** What one month adds to each table, in order of time. */
export interface SampleRows {
  tickets: Ticket[];
  calls: Call[];
  survey_answers: SurveyAnswer[];
  spot_checks: SpotCheck[];
  feedback: Comment[];
}
