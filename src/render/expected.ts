import type { Block, Cell, Model, Section, SectionOf, Table } from "../compose/model.ts";

/** What a section must show when it is on paper, whatever template printed it. */
export interface ExpectedSection {
  id: Section["id"];
  heading: string;
  /** Texts that stand alone: figures, names in tables. Each occurrence counts. */
  cells: string[];
  /** Sentences and words that may stand inside others. */
  texts: string[];
  /** Chart ids, each occurrence. */
  charts: string[];
}

/** Lists what the printed document is checked against, from the model alone. */
export function expectedSections(model: Model): ExpectedSection[] {
  return model.sections.map((section) => {
    const expected: ExpectedSection = {
      id: section.id,
      heading: section.heading.text,
      cells: [],
      texts: [section.heading.text, section.subtitle],
      charts: [],
    };
    describe(section, expected);
    expected.cells = expected.cells.filter((text) => text !== "");
    expected.texts = expected.texts.filter((text) => text !== "");
    return expected;
  });
}

function describe(section: Section, to: ExpectedSection): void {
  switch (section.id) {
    case "summary":
      describeSummary(section, to);
      break;
    case "scorecard":
      describeScorecard(section, to);
      break;
    case "trends":
      for (const { chart, text } of section.charts) {
        to.charts.push(chart);
        to.texts.push(text.text);
      }
      to.charts.push(...section.custom);
      addTable(section.table, to);
      break;
    case "restatement":
      describeBlocks(section.blocks, to);
      break;
    case "goals":
      addSentences([...section.lead, ...section.notes], to);
      addTable(section.overview, to);
      for (const { chart, text } of section.charts) {
        to.charts.push(chart);
        to.texts.push(text.text);
      }
      for (const item of section.items) {
        to.texts.push(item.heading.text, item.subtitle);
        describeBlocks(item.blocks, to);
      }
      break;
    case "analyses":
      for (const item of section.items) {
        to.texts.push(item.heading.text, item.subtitle);
        describeBlocks(item.blocks, to);
      }
      break;
    case "feedback":
      to.charts.push(section.chart, ...(section.custom ?? []));
      addTable(section.table, to);
      addSentences(section.sentences, to);
      for (const { theme, text } of section.quotes) to.texts.push(theme, text);
      break;
    case "shortfalls":
      for (const item of section.items) describeShortfall(item, to);
      to.charts.push(...(section.custom ?? []));
      break;
    case "plan":
      for (const measure of section.measures) {
        const { title, problem, cause, reason, department, owner, due, resources, verification } = measure;
        to.texts.push(title, problem, cause.text, reason.text, department, owner, due, resources, verification);
        addCells([measure.effect], to);
      }
      break;
    case "follow_up":
      describeBlocks(section.blocks, to);
      for (const { label, title, text } of section.items) to.texts.push(label, title, text.text);
      break;
    case "method":
      for (const block of section.blocks) {
        to.texts.push(block.heading);
        addSentences(block.sentences, to);
        addTable(block.table, to);
      }
      break;
    case "provenance":
      for (const table of [section.datasets, section.files, section.queries, section.formulas]) addTable(table, to);
      describeFigures(section.figures, to);
      for (const { name, text } of section.attachments) to.texts.push(name, text);
      addSentences([...section.sentences, section.reading], to);
      break;
  }
}

/** Each figure's text stands alone, right after the key that makes its id. */
function describeFigures({ title, families }: SectionOf<"provenance">["figures"], to: ExpectedSection): void {
  if (families.length === 0) return;
  to.texts.push(title);
  for (const { name, entries } of families) {
    to.texts.push(name);
    for (const { key, text } of entries) {
      to.cells.push(text);
      to.texts.push(`${key} ${text}`);
    }
  }
}

function describeSummary(section: SectionOf<"summary">, to: ExpectedSection): void {
  const { score, points, strengths, weaknesses, measures } = section;
  addCells([score.cell, ...points.rows.map((row) => row.points)], to);
  to.texts.push(score.outOf, score.badge.text, points.heading, points.subtitle.text);
  for (const change of score.changes) to.cells.push(change.text);
  addSentences(score.lines, to);
  if (section.decision !== null) {
    to.texts.push(section.decision.label, section.decision.outcome.text);
    addSentences(section.decision.sentences, to);
  }
  for (const row of points.rows) to.texts.push(row.label, row.of);
  addTable(section.keyFigures, to);
  if (section.scoreChart !== null) to.charts.push(section.scoreChart);
  for (const finding of [...strengths, ...weaknesses]) {
    addCells([finding.cell], to);
    to.texts.push(finding.label, finding.text.text);
  }
  if (strengths.length === 0) to.texts.push(section.strengthsEmpty);
  if (weaknesses.length === 0) to.texts.push(section.weaknessesEmpty);
  if (measures.length === 0) to.texts.push(section.measuresEmpty);
  for (const measure of measures) {
    to.texts.push(measure.title, measure.department, measure.due, measure.verification);
    addCells([measure.effect], to);
  }
  if (section.followUp !== null) to.texts.push(section.followUp.text);
  addSentences(section.notes, to);
}

function describeScorecard(section: SectionOf<"scorecard">, to: ExpectedSection): void {
  for (const group of section.groups) {
    to.texts.push(group.label);
    addCells([group.weight, group.points], to);
    for (const row of group.rows) {
      const { actual, interval, previous, lastYear, baseline, target, attainment, weight, points } = row;
      addCells([actual, previous, lastYear, baseline, target, attainment, weight, points], to);
      if (interval !== null) addCells([interval], to);
      to.texts.push(row.label, row.variation.text, row.assurance.text, row.badge.text);
      if (row.sparkline !== null) to.charts.push(row.sparkline);
    }
  }
  to.texts.push(section.total.label);
  addCells([section.total.weight, section.total.points], to);
  to.charts.push(...section.charts);
  addSentences(section.notes, to);
  addTable(section.changes, to);
  addTable(section.inside, to);
}

function describeShortfall(item: SectionOf<"shortfalls">["items"][number], to: ExpectedSection): void {
  to.texts.push(item.heading.text, item.subtitle);
  addSentences(item.sentences, to);
  to.charts.push(...item.charts);
  addTable(item.table, to);
  if (item.cause) to.texts.push(item.cause.label, item.cause.text.text);
  if (item.playbook) to.texts.push(item.playbook.label, item.playbook.title, item.playbook.reason.text);
}

function describeBlocks(blocks: readonly Block[], to: ExpectedSection): void {
  for (const block of blocks) {
    if ("sentences" in block) addSentences(block.sentences, to);
    if ("charts" in block) to.charts.push(...block.charts);
    if ("chart" in block) to.charts.push(block.chart);
    if ("table" in block) addTable(block.table, to);
  }
}

function addTable(table: Table | null, to: ExpectedSection): void {
  if (table === null || table.rows.length === 0) return;
  if (table.title !== null) to.texts.push(table.title);
  for (const { label } of table.columns) to.texts.push(label);
  for (const row of table.rows) addCells(row.group ? row.cells.slice(0, 1) : row.cells, to);
}

function addCells(cells: readonly Cell[], to: ExpectedSection): void {
  for (const cell of cells) to.cells.push(cell.text);
}

function addSentences(sentences: readonly { text: string }[], to: ExpectedSection): void {
  for (const { text } of sentences) to.texts.push(text);
}
