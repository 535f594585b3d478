import { z } from "zod";
import { Dataset } from "./dataset.ts";
import { Channel, Group } from "./delivery.ts";
import { Dictionary } from "./dictionary.ts";
import { Goal } from "./goal.ts";
import { ImportMapping } from "./import.ts";
import { Indicator } from "./indicator.ts";
import { Kpi } from "./kpi.ts";
import { Playbook } from "./playbook.ts";
import type { ProjectConfig } from "./project.ts";
import { Report } from "./report.ts";
import { HolidayCalendar } from "./schedule.ts";
import { Scorecard } from "./scorecard.ts";
import { Id } from "./text.ts";
import { Theme } from "./theme.ts";

/** One file under `config/`: any of these sections, each a map from id to entry; files are merged, an id may occur once. */
export const ConfigFile = z.strictObject({
  datasets: z.record(Id, Dataset).optional(),
  indicators: z.record(Id, Indicator).optional(),
  scorecards: z.record(Id, Scorecard).optional(),
  playbooks: z.record(Id, Playbook).optional(),
  reports: z.record(Id, Report).optional(),
  goals: z.record(Id, Goal).optional(),
  kpis: z.record(Id, Kpi).optional(),
  imports: z.record(Id, ImportMapping).optional(),
  holidays: z.record(Id, HolidayCalendar).optional(),
  dictionaries: z.record(Id, Dictionary).optional(),
  groups: z.record(Id, Group).optional(),
  channels: z.record(Id, Channel).optional(),
  theme: Theme.optional(),
});
export type ConfigFile = z.infer<typeof ConfigFile>;

/** The whole configuration of a project, complete and cross-checked. */
export interface Config {
  /** Absolute path of the project's folder. */
  root: string;
  project: ProjectConfig;
  datasets: Readonly<Record<string, Dataset>>;
  indicators: Readonly<Record<string, Indicator>>;
  scorecards: Readonly<Record<string, Scorecard>>;
  playbooks: Readonly<Record<string, Playbook>>;
  reports: Readonly<Record<string, Report>>;
  goals: Readonly<Record<string, Goal>>;
  kpis: Readonly<Record<string, Kpi>>;
  imports: Readonly<Record<string, ImportMapping>>;
  holidays: Readonly<Record<string, HolidayCalendar>>;
  dictionaries: Readonly<Record<string, Dictionary>>;
  groups: Readonly<Record<string, Group>>;
  channels: Readonly<Record<string, Channel>>;
  theme: Theme;
  /** SHA-256 over the normalised configuration, printed on the provenance page. */
  fingerprint: string;
}
