import type { Chart, ChartOf } from "../../src/compose/chart-model.ts";

export type Language = "en" | "zh-CN";

/** One chart of every kind in a language; the figures are invented. */
export function sampleCharts(language: Language): Chart[] {
  return [
    lineSample(language),
    sparkSample(),
    targetBarsSample(language),
    waterfallSample(language),
    longWaterfallSample(language),
    donutSample(language),
    contributionSample(language),
    heatMapSample(language),
    goalLineSample(language),
    goalStepsSample(language),
    intervalsSample(language),
    rankingSample(language),
    scatterSample(language),
    customSample(language),
  ];
}

const about = (id: string) => ({ id, title: id, subtitle: "", alt: `What ${id} shows.` });
const pick = (language: Language, en: string, zh: string) => (language === "en" ? en : zh);

const RATES = [0.795, 0.8, 0.788, 0.797, 0.805, 0.797, 0.792, 0.789, 0.785, 0.782, 0.778, 0.776, 0.752];
const MONTHS = [
  "Oct 2025",
  "Nov",
  "Dec",
  "Jan 2026",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct 2026",
];

export function lineSample(language: Language): ChartOf<"line"> {
  return {
    kind: "line",
    ...about("trend"),
    unit: "percent",
    points: RATES.map((value, i) => ({
      period: `2026-p${i}`,
      label: pick(
        language,
        MONTHS[i] ?? "",
        i === 0 || i === 12 ? `202${i === 0 ? 5 : 6}年10月` : `${((i + 9) % 12) + 1}月`,
      ),
      value,
      text: `${(value * 100).toFixed(1)} %`,
      figure: null,
      special: i === 12 ? "concern" : null,
      recent: i > 9,
    })),
    target: { value: 0.85, label: pick(language, "target ≥ 85 %", "目标 ≥ 85 %") },
    limits: { lower: 0.765, mean: 0.785, upper: 0.805, label: pick(language, "expected range", "预期范围") },
    marks: [{ period: "2026-p5", label: pick(language, "rules changed", "评分规则变更") }],
    domain: null,
  };
}

export function sparkSample(): ChartOf<"sparkline"> {
  return {
    kind: "sparkline",
    ...about("spark"),
    values: [2, 1.9, 1.7, null, 1.6, 1.5, 1.6, 1.5, 1.7, 1.6, 1.7, 1.71, 1.86],
    target: 1.5,
    tone: "concern",
  };
}

export function targetBarsSample(language: Language): ChartOf<"target-bars"> {
  const row = (
    en: string,
    zh: string,
    actual: number | null,
    text: string,
    baselineText: string,
    targetText: string,
  ) => ({
    label: pick(language, en, zh),
    actual,
    tone: actual === null ? ("neutral" as const) : actual < 0 ? ("concern" as const) : ("good" as const),
    text,
    baselineText,
    targetText,
  });
  return {
    kind: "target-bars",
    ...about("target-bars"),
    rows: [
      row("First response time", "首次响应时长", 0.28, "1.86 h", "≤ 2.0 h", "≤ 1.5 h"),
      row("Call answer rate", "电话接通率", 1.62, "98.1 %", "≥ 90 %", "≥ 95 %"),
      row("Resolution rate", "问题解决率", -0.96, "75.2 %", "≥ 80 %", "≥ 85 %"),
      row("Customer satisfaction", "客户满意度", null, "–", "≥ 4.0", "≥ 4.5"),
      row("Service compliance", "服务规范性", 9, "140 %", "≥ 90 %", "≥ 95 %"),
    ],
    baselineLabel: pick(language, "baseline", "基准值"),
    targetLabel: pick(language, "target", "目标值"),
  };
}

const LOST: [string, string, string, number][] = [
  ["First resp.", "First response time", "首次响应时长", -10],
  ["Classif.", "Classification accuracy", "问题分类准确率", -2],
  ["Resolution", "Resolution rate, confirmed by the customer at first contact", "问题解决率", -16],
  ["Satisf.", "Customer satisfaction", "客户满意度", -6],
];

export function waterfallSample(language: Language): ChartOf<"waterfall"> {
  return {
    kind: "waterfall",
    ...about("waterfall"),
    start: { label: pick(language, "Full", "满分"), value: 100, text: "100" },
    steps: LOST.map(([short, , zh, value]) => ({ label: pick(language, short, zh), value, text: `−${-value}` })),
    end: { label: pick(language, "October", "十月"), value: 66, text: "66" },
  };
}

/** Names that do not fit under columns. */
export function longWaterfallSample(language: Language): ChartOf<"waterfall"> {
  const chart = waterfallSample(language);
  return {
    ...chart,
    ...about("waterfall-long"),
    steps: LOST.map(([, en, zh, value]) => ({
      label: pick(language, en, `${zh}（${zh}${zh}${zh}）`),
      value,
      text: `−${-value}`,
    })),
  };
}

export function donutSample(language: Language): ChartOf<"donut"> {
  const slice = (en: string, zh: string, share: number) => ({
    label: pick(language, en, zh),
    share,
    text: `${Math.round(share * 100)} %`,
    attention: share > 0.2,
  });
  return {
    kind: "donut",
    ...about("feedback"),
    slices: [
      slice("Repeat contacts", "重复联系", 0.23),
      slice("Slow reply", "回复慢", 0.2),
      slice("Solution did not work", "方案无效", 0.19),
      slice("Wording, tone", "用语、语气", 0.15),
      slice("Other", "其他", 0.23 - 0.08),
    ],
  };
}

export function contributionSample(language: Language): ChartOf<"contribution"> {
  const bar = (en: string, zh: string, value: number, main = false) => ({
    label: pick(language, en, zh),
    value,
    text: `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}${pick(language, " pts", " 个百分点")}`,
    tone: value < 0 ? ("good" as const) : ("concern" as const),
    main,
  });
  return {
    kind: "contribution",
    ...about("contribution"),
    bars: [
      bar("Complex faults", "复杂故障", 7, true),
      bar("Refunds", "退款", 1.6),
      bar("Invoices", "发票", 0.4),
      bar("How-to questions", "使用指导", -1.2),
    ],
  };
}

export function heatMapSample(language: Language): ChartOf<"heatmap"> {
  const rows = pick(language, "Mon Tue Wed Thu Fri Sat Sun", "周一 周二 周三 周四 周五 周六 周日").split(" ");
  const columns = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  return {
    kind: "heatmap",
    ...about("heatmap"),
    rows,
    columns,
    cells: rows.flatMap((row, day) =>
      columns.map((column, hour) => {
        const value = day === 2 && hour === 3 ? null : (hour < 6 ? 5 : 1) + ((day * 24 + hour) % 7) / 10;
        return { row, column, value, n: value === null ? 0 : 20, text: value === null ? "–" : `${value.toFixed(1)} h` };
      }),
    ),
    legend: pick(language, "Median first response time", "首次响应时长（中位数）"),
    highIsBad: true,
  };
}

/** Changes of unlike indicators around no change; one without an interval. */
export function intervalsSample(language: Language): ChartOf<"intervals"> {
  const row = (en: string, zh: string, value: number, half: number | null, text: string, tone: "good" | "neutral") => ({
    label: pick(language, en, zh),
    value,
    low: half === null ? null : value - half,
    high: half === null ? null : value + half,
    text,
    tone,
    group: null,
  });
  return {
    kind: "intervals",
    ...about("changes"),
    rows: [
      row("First response time", "首次响应时长", -0.2, 0.5, "+0.04 h", "neutral"),
      row("Service compliance, both inspectors", "服务规范性（两名质检员）", 0.78, 0.5, "+3.9 pts", "good"),
      row("Resolution rate", "问题解决率", 0, null, "±0", "neutral"),
    ],
    reference: { value: 0, label: pick(language, "no change", "无变化") },
    lowLabel: pick(language, "← worse", "← 变差"),
    highLabel: pick(language, "better →", "改善 →"),
  };
}

/** Members in order, in two groups. */
export function rankingSample(language: Language): ChartOf<"intervals"> {
  return {
    kind: "intervals",
    ...about("ranking"),
    rows: [71.8, 67.1, 64.7, 48.2].map((value, i) => ({
      label: pick(language, `Service provider ${i + 1}`, `服务商${i + 1}`),
      value,
      low: value - 6,
      high: value + 5,
      text: value.toFixed(1),
      tone: "neutral" as const,
      group: i < 3 ? 1 : 2,
    })),
    reference: { value: 75, label: pick(language, "goal 75", "目标 75") },
    lowLabel: null,
    highLabel: null,
  };
}

export function customSample(language: Language): ChartOf<"custom"> {
  return {
    kind: "custom",
    ...about("custom-own"),
    spec: {
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      height: 120,
      data: { name: "rates" },
      mark: "bar",
      encoding: {
        x: { field: "period_label", type: "ordinal", sort: null, title: null },
        y: {
          field: "value",
          type: "quantitative",
          title: pick(language, "Answer rate", "接通率"),
          axis: { format: ".0%" },
        },
      },
    },
    data: {
      rates: Array.from({ length: 6 }, (_, i) => ({
        period_label: pick(language, `Month ${i + 1}`, `${i + 1}月`),
        value: 0.9 + i / 100,
        text: `${90 + i} %`,
      })),
    },
  };
}

/** A share that will miss its goal at the present trend. */
export function goalLineSample(language: Language): ChartOf<"goal-line"> {
  const values = [0.851, 0.853, 0.86, 0.858, 0.862, 0.865, 0.861, 0.868, 0.866, 0.87];
  return {
    kind: "goal-line",
    ...about("goal"),
    unit: "percent",
    points: values.map((value, i) => ({
      x: i + 1,
      value: i === 3 ? null : value,
      text: `${(value * 100).toFixed(1)} %`,
      figure: null,
      used: i > 0,
    })),
    plan: [
      { x: 0, value: 0.85 },
      { x: 12, value: 0.9 },
    ],
    planLabel: pick(language, "plan", "计划"),
    projection: [10, 11, 12].map((x) => ({
      x,
      value: 0.87 + (x - 10) * 0.002,
      low: 0.86,
      high: 0.885 + (x - 10) * 0.001,
    })),
    projected: { value: 0.874, text: "87.4 %", label: pick(language, "at this trend", "按当前趋势"), tone: "concern" },
    goal: { x: 12, value: 0.9, text: "≥ 90 %", label: pick(language, "goal", "目标") },
    tone: "concern",
    ticks: [
      { x: 12, label: pick(language, "Dec 26", "2026年12月") },
      { x: 0, label: pick(language, "Dec 25", "2025年12月") },
      { x: 10, label: pick(language, "Oct 26", "2026年10月") },
    ],
  };
}

/** Steps, lower is better, just begun: no trend yet. */
export function goalStepsSample(language: Language): ChartOf<"goal-line"> {
  return {
    ...goalLineSample(language),
    ...about("goal-steps"),
    unit: "minutes",
    points: [{ x: 1, value: 7.2, text: "7.20 min", figure: null, used: true }],
    plan: [
      { x: 0, value: 7.5 },
      { x: 3, value: 7.5 },
      { x: 3, value: 6 },
      { x: 9, value: 6 },
      { x: 9, value: 5.5 },
      { x: 12, value: 5.5 },
      { x: 12, value: 5 },
    ],
    projection: [],
    projected: null,
    goal: { x: 12, value: 5, text: "≤ 5.0 min", label: pick(language, "goal", "目标") },
    tone: "good",
  };
}

/** Twenty items, most of them in a crowd near the middle, as surveys have them. */
export function scatterSample(language: Language): ChartOf<"scatter"> {
  const names = pick(
    language,
    "First response,Time to resolution,Keeping the customer informed,Knowledge,Diagnosis,Solution that works,Right information,Politeness,Patience and empathy,Clear and brief,Proactive service,Solved at once,Content with the solution,Root cause treated,Follow-up care,Easy channels,Simple steps,Premises,Online stability,Opening hours",
    "首次响应,处理时长,进度告知,专业知识,问题判断,方案有效,信息准确,礼貌用语,耐心与同理心,表达清晰,主动服务,一次解决率,方案满意,根治问题,后续关怀,渠道便捷,流程简便,网点环境,线上稳定,营业时间",
  ).split(",");
  return {
    kind: "scatter",
    ...about("importance"),
    points: names.map((label, i) => ({
      label,
      short: String(i + 1),
      x: i === 2 ? 3.3 : 4 + 0.16 * Math.sin(i * 2.4) + (i === 7 ? 0.4 : 0),
      y: i === 2 ? 0.71 : 0.45 + 0.06 * Math.cos(i * 1.7),
      tone: i === 2 ? "concern" : i === 7 ? "good" : "neutral",
      main: i === 2,
    })),
    x: {
      title: pick(language, "How well it is done", "表现"),
      split: 3.98,
      splitText: pick(language, "mean 3.98", "均值 3.98"),
    },
    y: {
      title: pick(language, "Importance: correlation with overall satisfaction", "重要性：与总体满意率的相关系数"),
      split: 0.46,
      splitText: pick(language, "mean 0.46", "均值 0.46"),
    },
    fields: {
      topLeft: pick(language, "Concentrate here", "优先改进"),
      topRight: pick(language, "Keep up the good work", "继续保持"),
      bottomLeft: pick(language, "Low priority", "低优先级"),
      bottomRight: pick(language, "Possible overkill", "可能投入过度"),
    },
  };
}
