import type { Chart } from "../../src/compose/chart-model.ts";
import { figureFamilies } from "../../src/compose/figure-families.ts";
import { Model, type Section, type Tone } from "../../src/compose/model.ts";

/** What a fixture document is made of; the defaults are a usual month. */
export interface FixtureOptions {
  locale?: "en" | "zh-CN";
  indicators?: number;
  periods?: number;
  targets?: boolean;
  measures?: number;
  shortfalls?: number;
  figures?: number;
  /** Put after every indicator's name. */
  nameSuffix?: string;
  organisation?: string;
}

interface Word {
  en: string;
  "zh-CN": string;
}
const INDICATORS: {
  id: string;
  name: Word;
  actual: string;
  previous: string;
  base: string;
  target: string;
  tone: Tone;
}[] = [
  indicator(
    "first_response_time",
    "First response time",
    "首次响应时长",
    "1.86 h",
    "1.71 h",
    "≤ 2 h",
    "≤ 1.5 h",
    "caution",
  ),
  indicator("call_answer_rate", "Call answer rate", "电话接通率", "98.1%", "97.6%", "≥ 90%", "≥ 95%", "good"),
  indicator("classification", "Classification accuracy", "问题分类准确率", "90.4%", "90.9%", "≥ 85%", "≥ 90%", "good"),
  indicator("resolution_rate", "Resolution rate", "问题解决率", "75.2%", "78.8%", "≥ 80%", "≥ 85%", "concern"),
  indicator("satisfaction", "Customer satisfaction", "客户满意度", "4.52", "4.49", "≥ 4.0", "≥ 4.5", "good"),
  indicator("compliance", "Service compliance", "服务规范性", "96.0%", "95.1%", "≥ 90%", "≥ 95%", "good"),
];

function indicator(
  id: string,
  en: string,
  zh: string,
  actual: string,
  previous: string,
  base: string,
  target: string,
  tone: Tone,
) {
  return { id, name: { en, "zh-CN": zh }, actual, previous, base, target, tone };
}

/** A complete document as data, made by hand: what the renderer can be tried on without warehouse or evaluation. */
export function fixtureModel(options: FixtureOptions = {}): Model {
  const { locale = "en", periods = 13, targets = true, measures = 3, shortfalls = 2, nameSuffix = "" } = options;
  const t = (en: string, zh: string) => (locale === "en" ? en : zh);
  const count = options.indicators ?? 6;
  const figures: Model["figures"] = {};
  const charts: Record<string, Chart> = {};
  const figure = (id: string, text: string, value: number | null = 1) => {
    figures[id] = {
      id,
      label: `${t("Figure", "数字")} ${id}`,
      value,
      unit: "percent",
      text,
      n: 1204,
      query: "tickets/measurements",
      formula: null,
    };
    return id;
  };
  const cell = (text: string, tone?: Tone, id?: string) => ({
    text,
    ...(tone ? { tone } : {}),
    ...(id ? { figure: figure(id, text) } : {}),
  });
  const say = (text: string, ids: string[] = []) => ({ text, figures: ids });

  const rows = Array.from({ length: count }, (_, i) => {
    const base = INDICATORS[i % INDICATORS.length] ?? INDICATORS[0];
    if (!base) throw new Error("no indicators");
    const id = i < INDICATORS.length ? base.id : `${base.id}_${i}`;
    const name = base.name[locale] + (i < INDICATORS.length ? "" : ` ${i + 1}`) + nameSuffix;
    return { ...base, id, name, actualCell: cell(base.actual, base.tone, `${id}@2026-10`) };
  });

  const months = Array.from({ length: periods }, (_, i) => {
    const date = new Date(Date.UTC(2026, 9 - (periods - 1 - i), 1));
    return {
      id: date.toISOString().slice(0, 7),
      label: new Intl.DateTimeFormat(locale, { month: "short", year: "2-digit", timeZone: "UTC" }).format(date),
    };
  });
  const wave = (i: number, seed: number) => 80 + 8 * Math.sin((i + seed) / 2) + (i * (seed % 3)) / 4;

  charts.score = {
    kind: "line",
    id: "score",
    title: t("Score", "得分"),
    subtitle: t("13 months, out of 100", "13个月，满分100"),
    alt: t(
      "Line chart of the overall score over 13 months; it fell to 66 in October 2026.",
      "总分13个月折线图；2026年10月降至66分。",
    ),
    unit: "points",
    points: months.map((month, i) => ({
      period: month.id,
      label: month.label,
      value: i === periods - 1 ? 66 : 70 + (i % 4),
      text: String(i === periods - 1 ? 66 : 70 + (i % 4)),
      figure: null,
      special: null,
      recent: i >= periods - 3,
    })),
    target: targets ? { value: 75, label: t("goal 75", "目标75") } : null,
    limits: null,
    marks: [],
    domain: null,
  };
  for (const [index, row] of rows.entries()) {
    charts[`spark-${row.id}`] = {
      kind: "sparkline",
      id: `spark-${row.id}`,
      title: row.name,
      subtitle: "",
      alt: t(`Sparkline of ${row.name}`, `${row.name}走势`),
      values: months.map((_, i) => wave(i, index)),
      target: targets ? 84 : null,
      tone: row.tone,
    };
    charts[`trend-${row.id}`] = {
      kind: "line",
      id: `trend-${row.id}`,
      title: row.name,
      subtitle: t("Monthly, per cent", "按月，百分比"),
      alt: t(
        `Line chart of ${row.name}, ${periods} months, latest ${row.actual}.`,
        `${row.name}折线图，${periods}个月，最新${row.actual}。`,
      ),
      unit: "percent",
      points: months.map((month, i) => ({
        period: month.id,
        label: month.label,
        value: wave(i, index),
        text: wave(i, index).toFixed(1),
        figure: null,
        special: i === periods - 1 && row.tone === "concern" ? "concern" : null,
        recent: i >= periods - 3,
      })),
      target: targets ? { value: 84, label: t("target", "目标") } : null,
      limits: periods > 6 ? { lower: 74, mean: 81, upper: 90, label: t("expected range", "预期范围") } : null,
      marks: [],
      domain: null,
    };
  }
  charts.bars = {
    kind: "target-bars",
    id: "bars",
    title: t("Actual against baseline and target", "实际与基准、目标"),
    subtitle: t("Share of the way from baseline (0) to target (100)", "从基准（0）到目标（100）的进度"),
    alt: t("Bars: four of six indicators reach their target.", "条形图：六项指标中四项达标。"),
    rows: rows.slice(0, 8).map((row, i) => ({
      label: row.name,
      actual: [0.3, 1.6, 1.1, -0.9, 1.04, 1.2][i % 6] ?? 0,
      tone: row.tone,
      text: row.actual,
      baselineText: row.base,
      targetText: row.target,
    })),
    baselineLabel: t("baseline", "基准"),
    targetLabel: t("target", "目标"),
  };
  charts.waterfall = {
    kind: "waterfall",
    id: "waterfall",
    title: t("From 100 to 66", "从100到66"),
    subtitle: t("Points lost by indicator", "各指标失分"),
    alt: t("Waterfall from 100 to 66: resolution rate costs 16 points.", "瀑布图：从100到66，问题解决率失16分。"),
    start: { label: t("Full", "满分"), value: 100, text: "100" },
    steps: rows.slice(0, 6).map((row, i) => ({
      label: row.name,
      value: 0 - ([10, 2, 2, 16, 4, 0][i] ?? 0),
      text: `−${[10, 2, 2, 16, 4, 0][i] ?? 0}`,
    })),
    end: { label: t("October", "10月"), value: 66, text: "66" },
  };
  charts.themes = {
    kind: "donut",
    id: "themes",
    title: t("What customers complained about", "客户反馈的问题"),
    subtitle: t("1,204 classified comments", "1,204条已分类反馈"),
    alt: t("Donut of feedback themes; repeat contacts 23%.", "反馈主题环形图；重复联系占23%。"),
    slices: [
      [t("Repeat contacts", "重复联系"), 0.23],
      [t("Slow reply", "回复慢"), 0.19],
      [t("Solution did not work", "方案无效"), 0.17],
      [t("Wording, tone", "用语与态度"), 0.14],
      [t("Other", "其他"), 0.27],
    ].map(([label, share]) => ({
      label: String(label),
      share: Number(share),
      text: `${Math.round(Number(share) * 100)}%`,
      attention: Number(share) === 0.23,
    })),
  };
  const measure = (i: number) => ({
    title:
      [
        t("Give the front line authority for common refunds", "授权一线处理常见退款"),
        t("Staff a night post, 22:00–06:00", "增设夜班岗位 22:00–06:00"),
        t("Two more in second-line support", "二线支持增加两人"),
      ][i % 3] ?? "",
    problem: t("Resolution rate", "问题解决率"),
    cause: say(t("Complex tickets explain 71% of the gap.", "复杂工单占差距的71%。")),
    reason: say(
      t(
        "Complex tickets hold 18% of rows and 71% of the gap against target.",
        "复杂工单占工单的18%，占目标差距的71%。",
      ),
    ),
    department: t("Service", "服务部"),
    owner: t("Head of service", "服务部经理"),
    due: t("15 Dec 2026", "2026年12月15日"),
    resources: t("One rule change, two days of training", "规则调整一项，培训两天"),
    effect: cell(t("Resolution +6.9 pts", "解决率 +6.9个百分点"), "good", `effect@${i}`),
    verification: t("Resolution rate ≥ 80% two months running", "问题解决率连续两个月 ≥ 80%"),
  });
  const link = (id: string) => `#trend-anchor-${id}`;
  const pick = (index: number[]) => index.flatMap((i) => rows[i] ?? []);

  const sections: Section[] = [
    {
      id: "summary",
      heading: say(
        t(
          "The score fell to 66 as complex tickets waited for second-line support; answering calls is the main strength",
          "得分降至66分：复杂工单等待二线支持；电话接通是明显优势",
        ),
        [figure("score@2026-10", "66", 66)],
      ),
      subtitle: t(
        "October 2026 · all teams · 41,280 tickets, 28,904 calls, 6,112 survey answers",
        "2026年10月 · 全部团队 · 41,280张工单、28,904通电话、6,112份问卷",
      ),
      decision: null,
      score: {
        cell: cell("66", undefined, "score@2026-10"),
        outOf: t("/ 100", "/ 100"),
        badge: { band: "acceptable", text: t("Acceptable", "合格") },
        changes: [
          {
            shape: "down",
            tone: "concern",
            text: t("4 on September", "较9月低4分"),
            figure: figure("score@2026-10#change", "4"),
          },
          {
            shape: "down",
            tone: "concern",
            text: t("6 on the Q3 mean", "较三季度均值低6分"),
            figure: figure("score@2026-10#recent", "6"),
          },
        ],
        lines: [say(t("2 of 6 targets missed, 1 baseline missed", "6项目标中2项未达，1项低于基准"))],
      },
      points: {
        heading: t("Where the points went", "得分构成"),
        subtitle: say(t("Resolution rate alone costs 16 of the 34 lost points.", "仅问题解决率就失去34分中的16分。")),
        rows: [
          {
            label: t("Response speed", "响应速度"),
            share: 0.76,
            points: cell("38", undefined, "points/speed@2026-10"),
            of: t("of 50", "/ 50"),
          },
          {
            label: t("Service quality", "服务质量"),
            share: 0.56,
            points: cell("28", undefined, "points/quality@2026-10"),
            of: t("of 50", "/ 50"),
          },
        ],
      },
      keyFigures: null,
      scoreChart: "score",
      strengths: pick([1, 4, 5]).map((row) => ({
        cell: row.actualCell,
        label: row.name,
        text: say(
          t(
            "3.1 pts above target, 5 above the industry; improving for 7 months",
            "高于目标3.1个百分点，高于行业5个百分点；连续7个月改善",
          ),
        ),
        href: link(row.id),
      })),
      strengthsEmpty: t("None this month.", "本月没有。"),
      weaknesses: pick([3, 0]).map((row) => ({
        cell: row.actualCell,
        label: row.name,
        text: say(
          t("9.8 pts below target; complex tickets explain 71% of the gap", "低于目标9.8个百分点；复杂工单占差距的71%"),
        ),
        href: shortfalls > 0 ? "#shortfall-0" : link(row.id),
      })),
      weaknessesEmpty: t("None this month.", "本月没有。"),
      measures: Array.from({ length: measures }, (_, i) => measure(i)),
      followUp: null,
      measuresEmpty: t("No measure is called for.", "无需采取措施。"),
      notes: targets
        ? []
        : [say(t("No targets are set, so nothing is judged against one.", "未设目标，因此不作达标评价。"))],
    },
    {
      id: "scorecard",
      heading: say(t("Four of six indicators meet their target", "六项指标中四项达标")),
      subtitle: t(
        "Actual against baseline and target, band and points. Overall score = Σ weight × points ÷ 5.",
        "实际与基准、目标对比，等级与得分。总分 = Σ 权重 × 分值 ÷ 5。",
      ),
      columns: {
        indicator: t("Indicator", "指标"),
        actual: t("Oct", "10月"),
        interval: "95%",
        previous: t("Sep", "9月"),
        lastYear: t("Oct 2025", "去年10月"),
        baseline: t("Baseline", "基准"),
        target: t("Target", "目标"),
        attainment: t("Attained", "达成"),
        sparkline: t("13 months", "13个月"),
        variation: t("Variation", "波动"),
        assurance: t("Assurance", "把握"),
        badge: t("Band", "等级"),
        weight: t("Weight", "权重"),
        points: t("Points", "得分"),
      },
      groups: [0, 1].map((half) => ({
        label: half === 0 ? t("Response speed", "响应速度") : t("Service quality", "服务质量"),
        rows: rows
          .filter((_, i) => (i % 6 < 3 ? 0 : 1) === half)
          .map((row) => ({
            indicator: row.id,
            label: row.name,
            unit: "",
            actual: row.actualCell,
            interval: cell("74.6–75.8%"),
            previous: cell(row.previous),
            lastYear: cell(row.previous),
            baseline: targets ? cell(row.base) : cell("–"),
            target: targets ? cell(row.target) : cell("–"),
            attainment: cell("88%"),
            sparkline: `spark-${row.id}`,
            variation: {
              shape:
                row.tone === "good" ? ("up" as const) : row.tone === "concern" ? ("down" as const) : ("dot" as const),
              tone: row.tone === "caution" ? ("neutral" as const) : row.tone,
              text: t("ordinary", "普通波动"),
            },
            assurance: { shape: "none" as const, tone: "neutral" as const, text: t("hit or miss", "时达时不达") },
            badge: {
              band: row.tone === "concern" ? "unacceptable" : row.tone === "good" ? "good" : "acceptable",
              text:
                row.tone === "concern"
                  ? t("Unacceptable", "不合格")
                  : row.tone === "good"
                    ? t("Good", "良好")
                    : t("Acceptable", "合格"),
            },
            weight: cell("15"),
            points: cell("12", undefined, `points/${row.id}@2026-10`),
            href: link(row.id),
          })),
        points: cell("38"),
        weight: cell("50"),
      })),
      total: { label: t("Overall", "总分"), weight: cell("100"), points: cell("66", undefined, "score@2026-10") },
      charts: ["bars", "waterfall"],
      notes: [say(t("Points are rounded; sums are not.", "分值四舍五入，合计未取整。"))],
      changes: null,
      inside: null,
    },
    {
      id: "trends",
      heading: say(
        t("Resolution has left its normal range; answer rate keeps rising", "问题解决率超出正常范围；接通率持续上升"),
      ),
      subtitle: t(
        "Monthly values, the last three marked. Grey band: range expected from ordinary variation (XmR limits).",
        "月度值，标出最近三个月。灰带：普通波动的预期范围（XmR 控制限）。",
      ),
      charts: rows.map((row) => ({
        chart: `trend-${row.id}`,
        anchor: `trend-anchor-${row.id}`,
        text: say(t("Ordinary variation.", "普通波动。")),
      })),
      table: {
        id: "trend-values",
        title: t("All values", "全部数值"),
        columns: [
          { label: t("Month", "月份"), numeric: false },
          ...rows.slice(0, 8).map((row) => ({ label: row.name, numeric: true })),
        ],
        rows: months.map((month, i) => ({
          group: false,
          cells: [cell(month.label), ...rows.slice(0, 8).map((_, k) => cell(`${wave(i, k).toFixed(1)}%`))],
        })),
      },
      custom: [],
    },
    {
      id: "feedback",
      heading: say(t("Repeat contacts pass the 20% line", "重复联系超过20%线")),
      subtitle: t("1,204 classified comments, October 2026", "2026年10月，1,204条已分类反馈"),
      chart: "themes",
      table: {
        id: "themes-table",
        title: null,
        columns: [
          { label: t("Theme", "主题"), numeric: false },
          { label: t("Comments", "条数"), numeric: true },
          { label: t("Share", "占比"), numeric: true },
          { label: t("Change", "变化"), numeric: true },
        ],
        rows: [
          t("Repeat contacts", "重复联系"),
          t("Slow reply", "回复慢"),
          t("Solution did not work", "方案无效"),
          t("Wording, tone", "用语与态度"),
          t("Other", "其他"),
        ].map((name, i) => ({
          group: false,
          cells: [
            cell(name),
            cell(String(280 - i * 40)),
            cell(`${23 - i * 2}%`),
            cell(i === 0 ? "+3.1" : "−0.4", i === 0 ? "concern" : "neutral"),
          ],
        })),
      },
      sentences: [
        say(
          t(
            "Repeat contacts make up 23% of all comments, above the 20% line that calls for action.",
            "重复联系占全部反馈的23%，超过需要关注的20%线。",
          ),
        ),
      ],
      quotesHeading: t("In customers' words", "客户原话"),
      quotes: [
        {
          theme: t("Repeat contacts", "重复联系"),
          text: t("I explained the same fault three times to three people.", "同一个故障我跟三个人讲了三遍。"),
        },
        {
          theme: t("Slow reply", "回复慢"),
          text: t("Nobody answered until the next morning.", "直到第二天早上才有人回复。"),
        },
      ],
    },
  ];
  if (shortfalls > 0) {
    sections.push({
      id: "shortfalls",
      heading: say(t("Complex tickets and night hours explain the shortfalls", "复杂工单与夜间时段造成差距")),
      subtitle: t("Contribution to the gap against target", "对目标差距的贡献"),
      items: Array.from({ length: shortfalls }, (_, i) => {
        charts[`contribution-${i}`] = {
          kind: "contribution",
          id: `contribution-${i}`,
          title: t("By issue type", "按问题类型"),
          subtitle: t("Percentage points of the 9.8-point gap", "9.8个百分点差距的构成"),
          alt: t(`Bars ${i}: complex faults 7.0 of 9.8 points.`, `条形图${i}：复杂故障占9.8点中的7.0点。`),
          bars: ["Complex faults", "Refunds", "Delivery", "Invoices"].map((label, k) => ({
            label,
            value: [7, 1.6, 0.7, -0.4][k] ?? 0,
            text: `${[7, 1.6, 0.7, -0.4][k]}`,
            tone: k === 0 ? "concern" : "neutral",
            main: k === 0,
          })),
        };
        charts[`heat-${i}`] = {
          kind: "heatmap",
          id: `heat-${i}`,
          title: t("By hour and weekday", "按小时和星期"),
          subtitle: t("Median hours to first response", "首次响应中位小时数"),
          alt: t(`Heat map ${i}: nights are slow.`, `热力图${i}：夜间响应慢。`),
          rows: [1, 2, 3, 4, 5, 6, 7].map((d) => `D${d}`),
          columns: Array.from({ length: 24 }, (_, h) => String(h)),
          cells: [1, 2, 3, 4, 5, 6, 7].flatMap((d) =>
            Array.from({ length: 24 }, (_, h) => ({
              row: `D${d}`,
              column: String(h),
              value: h < 6 || h > 21 ? 5.9 : 1.1 + d / 10,
              n: 40,
            })),
          ),
          legend: t("hours", "小时"),
          highIsBad: true,
        };
        return {
          anchor: `shortfall-${i}`,
          heading: say(t("Resolution rate: 9.8 points below target", "问题解决率：低于目标9.8个百分点")),
          subtitle: t("75.2% against 85%, October 2026", "2026年10月，75.2%，目标85%"),
          sentences: [
            say(
              t(
                "Complex tickets explain 71% of the gap but only 18% of the tickets.",
                "复杂工单仅占18%的工单，却造成71%的差距。",
              ),
            ),
            say(
              t(
                "If complex tickets were resolved like the others, the rate would be 82.1%.",
                "如果复杂工单的解决率与其他工单相同，解决率将为82.1%。",
              ),
            ),
          ],
          charts: [`contribution-${i}`, `heat-${i}`],
          table: {
            id: `shortfall-table-${i}`,
            title: t("By issue type", "按问题类型"),
            columns: [
              { label: t("Member", "成员"), numeric: false },
              { label: t("Rows", "数量"), numeric: true },
              { label: t("Value", "数值"), numeric: true },
              { label: t("Total", "合计"), numeric: true },
            ],
            rows: ["Complex", "Refunds", "Delivery"].map((name, k) => ({
              group: false,
              cells: [
                cell(name),
                cell(String(7430 - k * 900)),
                cell(`${44 + k * 12}.1%`),
                cell(`−${7 - k * 2}.0`, k === 0 ? "concern" : "neutral"),
              ],
            })),
          },
          cause: {
            label: t("Likely root cause", "可能的根本原因"),
            text: say(t("Second-line support answers too slowly.", "二线支持响应过慢。")),
          },
          playbook: {
            label: t("Why this entry", "匹配依据"),
            title: t("Lack of authority or skill", "授权或技能不足"),
            reason: say(t("Issue type “complex” holds 71% of the gap.", "问题类型“复杂”占差距的71%。")),
          },
        };
      }),
    });
  }
  sections.push(
    {
      id: "plan",
      heading: say(t("Three measures close most of the gap", "三项措施可弥补大部分差距")),
      subtitle: t("Each measure is verified by measurement", "每项措施以测量验证"),
      labels: {
        problem: t("Problem", "问题"),
        cause: t("Cause", "原因"),
        reason: t("Why", "依据"),
        department: t("Department", "部门"),
        owner: t("Owner", "负责人"),
        due: t("Due", "期限"),
        resources: t("Resources", "资源"),
        effect: t("Expected effect", "预期效果"),
        verification: t("Verified when", "验证标准"),
      },
      measures: Array.from({ length: measures }, (_, i) => measure(i)),
    },
    {
      id: "method",
      heading: say(t("What was measured, and how", "测量内容与方法")),
      subtitle: t("Period, scope, rules and samples", "周期、范围、规则与样本"),
      blocks: [
        {
          heading: t("Period and scope", "周期与范围"),
          sentences: [
            say(t("1 October 2026 to 31 October 2026, Asia/Shanghai.", "2026年10月1日至10月31日，亚洲/上海时区。")),
          ],
          table: null,
        },
        {
          heading: t("Weights", "权重"),
          sentences: [say(t("Weights of 1 January 2026 apply.", "采用2026年1月1日起的权重。"))],
          table: {
            id: "weights",
            title: null,
            columns: [
              { label: t("Indicator", "指标"), numeric: false },
              { label: t("Weight", "权重"), numeric: true },
            ],
            rows: rows.map((row) => ({ group: false, cells: [cell(row.name), cell("15")] })),
          },
        },
      ],
    },
    {
      id: "provenance",
      heading: say(t("Every figure can be traced", "每个数字均可溯源")),
      subtitle: t("Figure, rows and query", "数字、数据量与查询"),
      datasets: {
        id: "datasets",
        title: t("Datasets", "数据集"),
        columns: [
          { label: t("Dataset", "数据集"), numeric: false },
          { label: t("Rows", "行数"), numeric: true },
        ],
        rows: [{ group: false, cells: [cell("tickets"), cell("41,280")] }],
      },
      queries: {
        id: "queries",
        title: t("Queries", "查询"),
        columns: [
          { label: t("Query", "查询"), numeric: false },
          { label: "SHA-256", numeric: false },
        ],
        rows: [
          {
            group: false,
            cells: [
              cell("tickets/measurements"),
              cell("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ],
          },
        ],
      },
      files: null,
      formulas: null,
      figures: { title: t("Figures", "数字"), families: [] },
      attachments: [
        { name: "model.json", text: t("This document as data", "本文件的数据") },
        { name: "snapshot.json", text: t("The measurements it rests on", "所依据的测量") },
      ],
      sentences: [],
      reading: say(t("The key takes the place of the dots.", "以键替换省略号。")),
    },
  );
  for (let i = 0; i < (options.figures ?? 0); i += 1) figure(`extra_${i}@2026-10`, `${(i * 0.37).toFixed(2)}%`);
  for (const section of sections) {
    if (section.id !== "provenance") continue;
    section.figures.families = figureFamilies(Object.values(figures)).map(({ name, members }) => ({
      name,
      origin: "1",
      entries: members.map(({ key, figure: item }) => ({
        key,
        figure: item.id,
        text: item.text,
        n: "1,204",
        origin: item.query === null ? "f1" : "",
      })),
    }));
  }
  return Model.parse({
    schema: "periodical/model@1",
    edition: {
      id: "after-sales-monthly/2026-10/all",
      report: "after-sales-monthly",
      period: "2026-10",
      scope: "all",
      revision: 1,
      locale,
      title: t("After-sales service review", "售后服务质量评价"),
      periodText: t("October 2026", "2026年10月"),
      scopeText: t("all teams", "全部团队"),
      organisation: options.organisation ?? t("Northwind After-sales", "北风售后"),
      dataAsOf: t("Data as of 1 Nov 2026, 02:10 (Asia/Shanghai)", "数据截至2026年11月1日02:10（亚洲/上海）"),
      dataAsOfIso: "2026-10-31T18:10:00Z",
      periodical: "0.1.0",
    },
    labels: fixtureLabels(t),
    figures,
    charts,
    footnotes: [],
    sections,
  });
}

function fixtureLabels(t: (en: string, zh: string) => string): Record<string, string> {
  return {
    summary: t("Summary", "摘要"),
    scorecard: t("Scorecard", "记分卡"),
    trends: t("Trends", "趋势"),
    feedback: t("Feedback", "反馈"),
    shortfalls: t("Shortfalls", "短板"),
    plan: t("Improvement plan", "改进计划"),
    method: t("Method and data", "方法与数据"),
    provenance: t("Provenance", "溯源"),
    strengths: t("Strengths", "优势"),
    weaknesses: t("Weaknesses", "短板"),
    recommended: t("What we recommend", "建议措施"),
    measure: t("Measure", "措施"),
    department: t("Department", "部门"),
    due: t("Due", "期限"),
    effect: t("Expected effect", "预期效果"),
    verification: t("Verified when", "验证标准"),
    revision: t("revision 1", "第1次修订"),
    attachments: t("Attached files", "附件"),
    printing: t("Notes on printing", "打印说明"),
    replaced: t("Characters the fonts do not have are printed as □:", "字体中没有的字符以 □ 代替："),
    shortened: t("Texts that were too long for their place, in full:", "过长而被缩短的文字，全文如下："),
  };
}
