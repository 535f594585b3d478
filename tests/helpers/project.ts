import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Lends a project folder holding the files given, by path relative to it. */
export async function withProject<T>(files: Record<string, string>, use: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), "periodical-project-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    return await use(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

export const PROJECT = `organisation: Test
timezone: Asia/Shanghai
`;

/** A small valid configuration: one dataset, two indicators, one scorecard, one report. */
export const SMALL_CONFIG = `datasets:
  tickets:
    name: Tickets
    source: { table: tickets }
    time: { column: created_at }
    dimensions:
      team: { name: Team }
      channel: { name: Channel }
indicators:
  speed:
    kind: mean
    name: Speed
    definition: Mean hours to the first reply.
    dataset: tickets
    value: hours
    unit: hours
    precision: 2
    direction: lower_is_better
    minimum_n: 1
  solved:
    kind: ratio
    name: Solved
    definition: Share of tickets solved.
    dataset: tickets
    numerator: solved
    unit: percent
    minimum_n: 1
scorecards:
  service:
    name: Service
    versions:
      - effective_from: 2020-01-01
        dimensions:
          response:
            name: Response
            indicators:
              speed: { weight: 40, baseline: 2, target: 1.5, bands: [1, 1.5, 2, 3] }
          quality:
            name: Quality
            indicators:
              solved: { weight: 60, baseline: 0.8, target: 0.85, bands: [0.9, 0.85, 0.8, 0.7] }
playbooks:
  service:
    name: Service
    rules:
      - id: general
        when: {}
        problem: A shortfall
        cause: Not known yet.
        measure: { title: Find the cause, department: Service, due_in_days: 30 }
reports:
  monthly:
    title: Service review
    scorecard: service
    playbook: service
    cadence: month
    breakdowns: [team, channel]
`;

export const SMALL_PROJECT: Record<string, string> = {
  "periodical.yaml": PROJECT,
  "config/service.yaml": SMALL_CONFIG,
};
