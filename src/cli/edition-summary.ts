import type { PublishedEdition } from "../publish.ts";

/** What `generate --json` prints: stable names, see docs/cli.md. */
export function editionSummary(edition: PublishedEdition): unknown {
  const { score } = edition.evaluation;
  return {
    edition: edition.id,
    period: edition.snapshot.period.id,
    scope: edition.snapshot.scope,
    score: score.value,
    band: score.band,
    changeOnPrevious: score.changeOnPrevious,
    indicators: edition.evaluation.indicators.map(({ indicator, value, n, target, band, meetsTarget }) => ({
      indicator,
      value,
      n,
      target,
      band,
      meetsTarget,
    })),
    strengths: edition.evaluation.strengths.map(({ subject }) => subject),
    weaknesses: edition.evaluation.weaknesses.map(({ subject }) => subject),
    followUp: (edition.evaluation.followUp ?? []).map(({ action, status }) => ({ action, status })),
    takenAt: edition.snapshot.takenAt,
    files: edition.files,
  };
}
