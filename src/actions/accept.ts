import { sameCut } from "../collect/follow-up.ts";
import { memberInId } from "../collect/snapshot.ts";
import type { Config } from "../config/schema/index.ts";
import type { PlaybookRule } from "../config/schema/playbook.ts";
import { didYouMean } from "../config/validate.ts";
import { PeriodicalError } from "../errors.ts";
import type { Evaluation, Recommendation } from "../evaluate/evaluation.ts";
import { type Action, isUnderWay, type NewAction } from "./action.ts";
import { formatStandard, type StandardContext } from "./standard.ts";

/** What becomes of a recommended measure when its edition is accepted. */
export interface Acceptance {
  rule: string;
  action: NewAction;
  /** The action that is there already: from the same edition, or from another one and still under way. */
  known: Action | null;
}

/**
 * The recommended measures of an edition as actions, in their order. Pure.
 *
 * An edition's measure is adopted once. A later edition that recommends the same measure against the same weakness does not
 * adopt it again while it is under way; its action is simply followed up.
 *
 * @throws {PeriodicalError} NOT_FOUND when `only` names a rule the edition does not recommend
 */
export function acceptEdition(
  evaluation: Evaluation,
  edition: string,
  config: Config,
  actions: readonly Action[],
  options: { only?: readonly string[]; owner?: string | undefined } = {},
): Acceptance[] {
  const { only = [], owner } = options;
  const rules = evaluation.measures.map(({ rule }) => rule);
  const missing = only.find((rule) => !rules.includes(rule));
  if (missing !== undefined) {
    throw new PeriodicalError("NOT_FOUND", `${edition} does not recommend a measure "${missing}".`, {
      hint: rules.length === 0 ? "It recommends none." : didYouMean(missing, rules),
      where: edition,
    });
  }
  const wanted = evaluation.measures.filter(({ rule }) => only.length === 0 || only.includes(rule));
  return wanted.map((measure) => {
    const action = actionOf(measure, evaluation, edition, config, owner);
    return { rule: measure.rule, action, known: actions.find((one) => isSame(one, action)) ?? null };
  });
}

function isSame(known: Action, { report, scope, edition, rule, weakness }: NewAction): boolean {
  if (known.rule !== rule || known.report !== report) return false;
  if (known.edition === edition) return true;
  return isUnderWay(known) && known.weakness === weakness && sameCut(known.scope, scope);
}

function actionOf(
  measure: Recommendation,
  evaluation: Evaluation,
  edition: string,
  config: Config,
  owner: string | undefined,
): NewAction {
  const rule = ruleOf(measure, evaluation, config);
  const { verification } = measure;
  return {
    report: evaluation.report,
    scope: evaluation.scope,
    edition,
    period: evaluation.period.id,
    rule: measure.rule,
    weakness: weaknessOf(measure, rule, evaluation),
    measure: rule.measure.title,
    department: rule.measure.department,
    owner: owner ?? rule.measure.owner ?? null,
    resources: rule.measure.resources ?? null,
    due: measure.dueDate,
    standard: verification,
    standardText: verification === null ? null : formatStandard(verification, standardContext(config)),
    note: null,
  };
}

export const standardContext = ({ indicators, datasets, project }: Config): StandardContext => ({
  indicators,
  datasets,
  currency: project.currency,
});

function ruleOf({ rule: id }: Recommendation, { report }: Evaluation, config: Config): PlaybookRule {
  const playbook = config.reports[report]?.playbook;
  const rule = config.playbooks[playbook ?? ""]?.rules.find((candidate) => candidate.id === id);
  if (rule !== undefined) return rule;
  throw new PeriodicalError("NOT_FOUND", `The playbook of ${report} has no rule "${id}" any more.`, {
    where: `playbooks.${playbook ?? ""}`,
    hint: "Generate the edition again: it was made with another configuration.",
  });
}

/** `first_response_time/shift=night`: the member only where the rule asks for one, as it may change from month to month. */
function weaknessOf({ weakness, cause }: Recommendation, { when }: PlaybookRule, evaluation: Evaluation): string {
  const finding = evaluation.weaknesses[weakness];
  if (finding === undefined) return "";
  if (finding.kind === "theme") return `theme/${memberInId(finding.subject)}`;
  const asks = when.dimension !== undefined || when.member !== undefined;
  const member = asks && cause !== null ? `/${cause.dimension}=${memberInId(cause.member)}` : "";
  return `${finding.subject}${member}`;
}
