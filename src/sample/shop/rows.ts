import type { Verdict } from "../rows.ts";

/** Rows of the shop's tables; `null` = not recorded or not yet happened. Column names as in the warehouse. */

export type ShopChannel = "chat" | "app" | "phone";
export type Topic = "product" | "promotion" | "delivery" | "returns" | "refund" | "usage";
export type Queue = "bot" | "presale" | "delivery" | "product_support" | "returns" | "app_refunds";
export type Complexity = "simple" | "standard" | "complex";
export type CustomerGroup = "new" | "existing" | "high_value";

export interface Customer {
  customer_id: number;
  joined_at: Date;
  region: string | null;
}

export interface Order {
  order_id: number;
  ordered_at: Date;
  customer_id: number;
  customer_group: CustomerGroup;
  category: string;
  amount: number;
}

export interface Contact {
  contact_id: number;
  opened_at: Date;
  customer_id: number;
  customer_group: CustomerGroup;
  order_id: number | null;
  channel: ShopChannel;
  topic: Topic;
  queue: Queue;
  complexity: Complexity;
  handled_by: "person" | "bot";
  first_response_at: Date | null;
  messages: number;
  reply_wait_s: number | null;
  closed_at: Date | null;
  resolved: boolean | null;
  transfers: number;
  reopened: boolean;
  escalated: boolean;
}

export interface KnowledgeUse {
  use_id: number;
  used_at: Date;
  contact_id: number;
  article: string;
  accepted: boolean | null;
}

export interface Rating {
  rating_id: number;
  rated_at: Date;
  contact_id: number;
  customer_id: number;
  csat: number | null;
  clarity: number | null;
  friendliness: number | null;
  recommend: number | null;
}

export interface QualityCheck {
  check_id: number;
  checked_at: Date;
  contact_id: number;
  first_inspector: string;
  second_inspector: string;
  first_verdict: Verdict;
  second_verdict: Verdict | null;
  proactive: boolean;
  knowledge_right: boolean;
}

export interface ServiceHours {
  hours_id: number;
  valid_from: string;
  valid_to: string | null;
  channel: ShopChannel;
  weekday: number;
  from_hour: number;
  to_hour: number;
  served_by: "person" | "bot";
}
