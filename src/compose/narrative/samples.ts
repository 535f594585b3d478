import { memberInId, NO_MEMBER } from "../../collect/snapshot.ts";
import { figureCell, table, textCell } from "../cells.ts";
import type { Desk } from "../desk.ts";
import { countFigure, figureLabel } from "../indicator-figures.ts";
import type { Figure, SectionOf, Sentence, Table } from "../model.ts";
import { responseCells, responseColumns, responseSentences } from "./response.ts";

type Block = SectionOf<"method">["blocks"][number];

/** Adequacy of the survey and the spot checks; what does not exist is said among the data notes. */
export function sampleBlocks(desk: Desk): Block[] {
  return [surveyBlock(desk), spotCheckBlock(desk)].filter((block) => block !== null);
}

function figureMaker(desk: Desk, source: "survey" | "spot_checks", query: string | null) {
  const { period } = desk.evaluation;
  const id = (name: string) => `${source}@${period.id}#${name}`;
  const label = (name: string) =>
    figureLabel(desk, desk.words(`method.${source}`), period.id, {}, desk.words(`aspects.${name}`));
  return {
    count: (name: string, value: number) => countFigure(desk, id(name), label(name), value, { query }),
    share: (name: string, value: number, digits = 1): Figure =>
      desk.figures.make({
        id: id(name),
        label: label(name),
        value,
        unit: "percent",
        text: desk.format.percent(value, digits),
        query,
      }),
    number: (name: string, value: number, digits: number): Figure =>
      desk.figures.make({
        id: id(name),
        label: label(name),
        value,
        unit: "number",
        text: desk.format.number(value, digits),
        query,
      }),
  };
}

/** A limit of the configuration: as many digits as it needs. */
const limitDigits = (share: number): number => (Number.isInteger(Number((share * 100).toFixed(6))) ? 0 : 1);

function surveyBlock(desk: Desk): Block | null {
  const { survey } = desk.evaluation.sampling;
  if (survey === null) return null;
  const make = figureMaker(desk, "survey", desk.snapshot.survey?.query ?? null);
  const sentences: Sentence[] = [];
  if (survey.share === null) sentences.push(desk.say("samples.survey_no_customers"));
  else {
    sentences.push(
      desk.say("samples.survey_share", {
        respondents: make.count("respondents", survey.respondents),
        customers: make.count("customers", survey.customers),
        share: make.share("share", survey.share),
        minimum: make.share("minimum_share", survey.minimumShare, limitDigits(survey.minimumShare)),
      }),
    );
  }
  if (survey.complainantShare !== null) {
    sentences.push(
      desk.say("samples.survey_complainants", {
        share: make.share("complainant_share", survey.complainantShare),
        minimum: make.share(
          "minimum_complainant_share",
          survey.minimumComplainantShare,
          limitDigits(survey.minimumComplainantShare),
        ),
      }),
    );
  }
  sentences.push(desk.say(survey.adequate ? "samples.survey_adequate" : "samples.survey_inadequate"));
  sentences.push(...responseSentences(desk, survey, (group) => groupInSentence(desk, group)));
  const uncovered = survey.groups.filter((group) => !group.covered).map((group) => groupInSentence(desk, group.group));
  if (uncovered.length > 0)
    sentences.push(
      desk.say("samples.survey_uncovered", { groups: desk.format.list(uncovered), count: uncovered.length }),
    );
  if (survey.representativeness !== null) {
    const { chiSquare, df, pValue, biased } = survey.representativeness;
    sentences.push(
      desk.say(biased ? "samples.survey_biased" : "samples.survey_unbiased", {
        chi: make.number("chi_square", chiSquare, 1),
        df: make.count("degrees_of_freedom", df),
        p: pText(desk, pValue),
      }),
    );
  } else if (survey.groups.length > 0) sentences.push(desk.say("samples.survey_untested"));
  return { heading: desk.words("method.survey"), sentences, table: groupTable(desk) };
}

/** `p = 0.03`, `p < 0.001`. */
export function pText(desk: Desk, value: number): string {
  return value < 0.001
    ? desk.words("samples.p_below", { limit: desk.format.number(0.001, 3) })
    : desk.words("samples.p", { value: desk.format.number(value, 3) });
}

function groupName(desk: Desk, group: string): string {
  const dimension = desk.report.survey?.group;
  return dimension === undefined || group === NO_MEMBER
    ? desk.words("members.none")
    : desk.names.member(dimension, group);
}

function groupInSentence(desk: Desk, group: string): string {
  const dimension = desk.report.survey?.group;
  return dimension === undefined || group === NO_MEMBER
    ? desk.words("members.none")
    : desk.names.memberAlone(dimension, group);
}

function groupTable(desk: Desk): Table | null {
  const groups = desk.evaluation.sampling.survey?.groups ?? [];
  if (groups.length === 0) return null;
  const query = desk.snapshot.survey?.query ?? null;
  const { period } = desk.evaluation;
  return table(
    "survey-groups",
    desk.words("samples.groups_title"),
    [
      [desk.words("samples.column_group"), false],
      [desk.words("samples.column_customers"), true],
      [desk.words("samples.column_respondents"), true],
      ...responseColumns(desk),
      [desk.words("samples.column_population_share"), true],
      [desk.words("samples.column_sample_share"), true],
    ],
    groups.map((group) => {
      const name = groupName(desk, group.group);
      const figure = (aspect: string, value: number, text: string, unit: string) =>
        desk.figures.make({
          id: `survey/${memberInId(group.group)}@${period.id}#${aspect}`,
          label: figureLabel(desk, name, period.id, {}, desk.words(`aspects.${aspect}`)),
          value,
          unit,
          text,
          query,
        });
      const tone = group.covered ? {} : { tone: "concern" as const };
      return [
        textCell(name),
        figureCell(desk, figure("customers", group.customers, desk.format.count(group.customers), "count")),
        figureCell(desk, figure("respondents", group.respondents, desk.format.count(group.respondents), "count"), tone),
        ...responseCells(desk, name, group),
        figureCell(
          desk,
          figure("population_share", group.populationShare, desk.format.percent(group.populationShare, 1), "percent"),
        ),
        figureCell(
          desk,
          figure("sample_share", group.sampleShare, desk.format.percent(group.sampleShare, 1), "percent"),
          tone,
        ),
      ];
    }),
  );
}

function spotCheckBlock(desk: Desk): Block | null {
  const { spotChecks } = desk.evaluation.sampling;
  if (spotChecks === null) return null;
  const make = figureMaker(desk, "spot_checks", desk.snapshot.spotChecks?.query ?? null);
  const sentences: Sentence[] = [];
  if (spotChecks.share === null)
    sentences.push(
      desk.say("samples.checks_none", { rows: desk.names.rows(desk.report.spot_checks?.population ?? "") }),
    );
  else {
    sentences.push(
      desk.say("samples.checks_share", {
        checked: make.count("checked", spotChecks.checked),
        population: make.count("population", spotChecks.population),
        share: make.share("share", spotChecks.share),
        minimum: make.share("minimum_share", spotChecks.minimumShare, limitDigits(spotChecks.minimumShare)),
        maximum: make.share("maximum_share", spotChecks.maximumShare, limitDigits(spotChecks.maximumShare)),
        rows: desk.names.rows(desk.report.spot_checks?.population ?? ""),
        measure: desk.names.measureWord(desk.report.spot_checks?.population ?? ""),
        standing: spotChecks.adequate ? "within" : spotChecks.share < spotChecks.minimumShare ? "below" : "above",
      }),
    );
  }
  const { agreement } = spotChecks;
  if (agreement === null) sentences.push(desk.say("samples.no_agreement"));
  else if (agreement.kappa === null || agreement.reading === null) {
    sentences.push(desk.say("samples.agreement_unknown", { n: make.count("pairs", agreement.n) }));
  } else {
    sentences.push(
      desk.say("samples.agreement", {
        n: make.count("pairs", agreement.n),
        observed: make.share("observed_agreement", agreement.observed),
        kappa: make.number("kappa", agreement.kappa, 2),
        reading: desk.words(`samples.reading_${agreement.reading.replaceAll("-", "_")}`),
      }),
    );
    if (agreement.weighted !== null) {
      const weighted = make.number("kappa_weighted", agreement.weighted, 2);
      sentences.push(desk.say("samples.agreement_weighted", { kappa: weighted }));
    }
  }
  return { heading: desk.words("method.spot_checks"), sentences, table: null };
}
