import { NO_MEMBER, type SpotCheckRecord, type SurveyRecord } from "../collect/snapshot.ts";
import type { Report } from "../config/schema/report.ts";
import { cohensKappa, readKappa, weightedKappa } from "./agreement.ts";
import { CONFIDENCE, chiSquareTail } from "./distributions.ts";
import type { SamplingResult } from "./evaluation.ts";
import { rateOf, responseOf } from "./response.ts";

/** Cohen's w from which a deviation is worth a warning: with thousands of answers even a trace of one is significant. */
const SMALL_EFFECT = 0.1;

type SurveyResult = NonNullable<SamplingResult["survey"]>;
type SurveyLimits = Pick<NonNullable<Report["survey"]>, "minimum_share" | "complainants_share">;
type SpotCheckLimits = Pick<NonNullable<Report["spot_checks"]>, "minimum_share" | "maximum_share" | "scale">;

/**
 * Adequacy of the survey: enough of all customers, or enough of the recent complainants (either suffices); every group
 * of customers reached; the groups answered in proportion (chi-square).
 */
export function surveyOf(record: SurveyRecord, limits: SurveyLimits): SurveyResult {
  const { customers, respondents, complainants, respondingComplainants } = record;
  const share = quotient(respondents, customers);
  const complainantShare = quotient(respondingComplainants, complainants);
  const adequate =
    (share !== null && share >= limits.minimum_share) ||
    (complainantShare !== null && complainantShare >= limits.complainants_share);
  // Customers without a recorded group are in the totals, but nobody could have asked for them by group.
  const groups = record.groups.filter(({ group }) => group !== NO_MEMBER);
  const everybody = groups.reduce((sum, group) => sum + group.customers, 0);
  const everyAnswer = groups.reduce((sum, group) => sum + group.respondents, 0);
  const invited = new Map(record.invitations?.groups.map((group) => [group.group, group]));
  return {
    customers,
    respondents,
    share,
    minimumShare: limits.minimum_share,
    complainantShare,
    minimumComplainantShare: limits.complainants_share,
    adequate,
    groups: groups.map((group) => ({
      ...group,
      populationShare: quotient(group.customers, everybody) ?? 0,
      sampleShare: quotient(group.respondents, everyAnswer) ?? 0,
      covered: group.respondents > 0,
      response: record.invitations === null ? null : rateOf(invited.get(group.group) ?? { invited: 0, answered: 0 }),
    })),
    response: responseOf(record.invitations),
    representativeness: representativeness(groups),
  };
}

/**
 * Chi-square goodness of fit of the respondents' groups against the customers'. Biased = p below 5 % and Cohen's
 * w = √(χ² ÷ n) of at least 0.1 (a small effect). Null with fewer than two groups, or when a group's expected count is
 * below 1, where the approximation fails. Respondents are drawn without replacement, so p errs on the careful side.
 */
export function representativeness(
  groups: readonly { customers: number; respondents: number }[],
): SurveyResult["representativeness"] {
  const everybody = groups.reduce((sum, group) => sum + group.customers, 0);
  const n = groups.reduce((sum, group) => sum + group.respondents, 0);
  const cells = groups.map(({ customers, respondents }) => ({ respondents, expected: (n * customers) / everybody }));
  if (groups.length < 2 || everybody === 0 || cells.some(({ expected }) => expected < 1)) return null;
  const chiSquare = cells.reduce((sum, cell) => sum + (cell.respondents - cell.expected) ** 2 / cell.expected, 0);
  const df = groups.length - 1;
  const pValue = chiSquareTail(chiSquare, df);
  const effectSize = Math.sqrt(chiSquare / n);
  return { chiSquare, df, pValue, effectSize, biased: pValue < 1 - CONFIDENCE && effectSize >= SMALL_EFFECT };
}

/** Adequacy of the spot checks: share of the items checked, and how far the two inspectors agree beyond chance. */
export function spotChecksOf(
  record: SpotCheckRecord,
  limits: SpotCheckLimits,
): NonNullable<SamplingResult["spotChecks"]> {
  const share = quotient(record.checked, record.population);
  const agreement = cohensKappa(record.agreement);
  return {
    population: record.population,
    checked: record.checked,
    share,
    minimumShare: limits.minimum_share,
    maximumShare: limits.maximum_share,
    adequate: share !== null && share >= limits.minimum_share,
    agreement:
      agreement === null
        ? null
        : {
            n: agreement.n,
            observed: agreement.observed,
            kappa: agreement.kappa,
            reading: agreement.kappa === null ? null : readKappa(agreement.kappa),
            weighted: (limits.scale?.length ?? 0) > 2 ? weightedKappa(record.agreement, limits.scale ?? []) : null,
          },
  };
}

const quotient = (part: number | null, whole: number | null): number | null =>
  part === null || whole === null || whole === 0 ? null : part / whole;
