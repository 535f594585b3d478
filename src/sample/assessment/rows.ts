import type { Team } from "../rows.ts";

/** Rows of the assessment's tables; column names as in the warehouse. */

export type Role = "supervisor" | "customer" | "peer" | "self";
export type Aspect = "communication" | "problem_solving" | "knowledge" | "attitude" | "compliance";
export const ASPECTS: readonly Aspect[] = ["communication", "problem_solving", "knowledge", "attitude", "compliance"];
export type Shift = "day" | "late";

export interface Staff {
  staff_id: string;
  hired_at: Date;
  name_en: string;
  name_zh: string;
  position: "agent" | "leader" | "panel";
  team: Team | null;
}

interface OfAgent {
  agent_id: string;
  team: Team;
  /** In the first three months. */
  probation: boolean;
}

export interface AgentTicket extends OfAgent {
  ticket_id: number;
  answered_at: Date;
  shift: Shift;
  issue_type: string;
  response_min: number;
  first_contact: boolean;
  csat: number | null;
}

export interface AgentShift extends OfAgent {
  shift_id: number;
  started_at: Date;
  shift: Shift;
  hours: number;
  tickets: number;
}

export interface AgentCheck extends OfAgent {
  check_id: number;
  checked_at: Date;
  topic: "process" | "confidentiality";
  passed: boolean;
}

export interface QuizAnswer extends OfAgent {
  answer_id: number;
  answered_at: Date;
  topic: "products" | "rules" | "systems";
  right_answer: boolean;
}

export interface RatingRow extends OfAgent {
  rating_id: number;
  rated_at: Date;
  rater_id: string;
  role: Role;
  aspect: Aspect;
  rating: number;
}

export interface Incident extends OfAgent {
  incident_id: number;
  happened_at: Date;
  kind: "commendable" | "critical";
  aspect: Aspect;
  recorded_by: Role;
  text_en: string;
  text_zh: string;
}
