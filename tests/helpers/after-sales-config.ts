import { createHash } from "node:crypto";
import type { Config } from "../../src/config/schema/index.ts";
import { ConfigFile } from "../../src/config/schema/index.ts";
import { ProjectConfig } from "../../src/config/schema/project.ts";
import { Theme } from "../../src/config/schema/theme.ts";

const text = (en: string, zh: string) => ({ en, "zh-CN": zh });

const channel = {
  name: text("Channel", "渠道"),
  labels: { phone: text("Phone", "电话"), chat: text("Web chat", "在线客服"), email: text("E-mail", "邮件") },
};
const team = {
  name: text("Team", "班组"),
  labels: {
    air_conditioning: text("Air conditioning", "空调组"),
    kitchen: text("Kitchen and water", "厨卫组"),
    laundry: text("Laundry and cooling", "冰洗组"),
    smart_home: text("Smart home", "智能家居组"),
  },
};
const shift = {
  name: text("Shift", "班次"),
  sql: "case when extract(hour from created_at) >= 22 then 'night' else 'early' end",
  labels: { early: text("Early", "早班"), late: text("Late", "中班"), night: text("Night", "夜班") },
  order: ["early", "late", "night"],
};
const complexity = {
  name: text("Complexity", "复杂程度"),
  labels: {
    simple: text("Simple", "简单"),
    standard: text("Standard", "一般"),
    complex: text("Complex", "复杂"),
  },
  order: ["simple", "standard", "complex"],
};
const customer_group = {
  name: text("Customer group", "客户类别"),
  labels: {
    new: text("New customers", "新客户"),
    existing: text("Existing customers", "老客户"),
    high_value: text("High-value customers", "高价值客户"),
  },
  order: ["new", "existing", "high_value"],
};

const datasets = {
  tickets: {
    name: text("tickets", "工单"),
    measure_word: { "zh-CN": "件" },
    source: { table: "service.tickets" },
    time: { column: "created_at" },
    dimensions: { channel, team, shift, complexity, customer_group },
    quality: [
      {
        id: "response_before_ticket",
        when: "first_response_at < created_at",
        message: text(
          "The first response is stamped before the ticket; these tickets are left out of first response time.",
          "首次响应时间早于工单创建时间，这些工单不计入首次响应时长。",
        ),
      },
    ],
  },
  calls: {
    name: text("calls", "来电"),
    measure_word: { "zh-CN": "通" },
    source: { table: "service.calls" },
    time: { column: "called_at" },
    dimensions: { team, shift },
  },
  survey_answers: {
    name: text("survey answers", "问卷答复"),
    measure_word: { "zh-CN": "份" },
    source: { table: "service.survey_answers" },
    time: { column: "answered_at" },
    dimensions: { channel, team, customer_group },
  },
  spot_checks: {
    name: text("spot checks", "抽检工单"),
    measure_word: { "zh-CN": "件" },
    source: { table: "service.spot_checks" },
    time: { column: "checked_at" },
    dimensions: { team, shift },
  },
  comments: {
    name: text("comments", "反馈意见"),
    source: { table: "service.comments" },
    time: { column: "commented_at" },
    dimensions: {
      theme: {
        name: text("Theme", "主题"),
        labels: {
          repeat_contact: text("Repeat contacts", "重复联系"),
          slow_reply: text("Slow reply", "回复慢"),
          solution_failed: text("Solution did not work", "方案无效"),
          wording: text("Wording and tone", "用语与态度"),
          wrong_information: text("Wrong information", "信息有误"),
          other: text("Other", "其他"),
        },
      },
    },
  },
};

const indicators = {
  first_response_time: {
    kind: "mean",
    name: text("First response time", "首次响应时长"),
    phrase: text("the first response time", "首次响应时长"),
    short_name: text("First response", "首次响应"),
    definition: text("Mean time from the ticket to the first reply.", "从工单创建到首次回复的平均时长。"),
    dataset: "tickets",
    value: "extract(epoch from first_response_at - created_at) / 3600",
    unit: "hours",
    precision: 2,
    direction: "lower_is_better",
  },
  call_answer_rate: {
    kind: "ratio",
    name: text("Call answer rate", "电话接通率"),
    phrase: text("the call answer rate", "电话接通率"),
    short_name: text("Calls answered", "接通率"),
    definition: text("Answered calls ÷ all calls.", "接通的来电数 ÷ 全部来电数。"),
    dataset: "calls",
    numerator: "answered",
    unit: "percent",
  },
  classification_accuracy: {
    kind: "ratio",
    name: text("Classification accuracy", "问题分类准确率"),
    short_name: text("Classification", "分类准确率"),
    definition: text("First classification right ÷ tickets checked.", "首次分类正确的工单数 ÷ 抽检工单数。"),
    dataset: "spot_checks",
    numerator: "classification_right",
    unit: "percent",
  },
  resolution_rate: {
    kind: "ratio",
    name: text("Resolution rate", "问题解决率"),
    phrase: text("the resolution rate", "问题解决率"),
    short_name: text("Resolution", "解决率"),
    definition: text(
      "Tickets resolved at first contact and confirmed by the customer ÷ tickets.",
      "首次联系即解决并经客户确认的工单数 ÷ 工单数。",
    ),
    dataset: "tickets",
    numerator: "resolved and confirmed",
    unit: "percent",
  },
  customer_satisfaction: {
    kind: "mean",
    name: text("Customer satisfaction", "客户满意度"),
    short_name: text("Satisfaction", "满意度"),
    definition: text("Mean rating in the survey, 1 to 5.", "客户问卷评分的平均值（1–5 分）。"),
    dataset: "survey_answers",
    value: "rating",
    unit: "score",
    scale_max: 5,
    precision: 2,
  },
  service_compliance: {
    kind: "ratio",
    name: text("Service compliance", "服务规范性"),
    short_name: text("Compliance", "规范性"),
    definition: text("Handled by the standard process ÷ tickets checked.", "按标准流程处理的工单数 ÷ 抽检工单数。"),
    dataset: "spot_checks",
    numerator: "compliant",
    unit: "percent",
  },
};

const source = text("Illustrative benchmark", "示例参考值");

export const scorecard = {
  name: text("After-sales service quality and response speed", "售后服务质量与响应速度监测评价"),
  versions: [
    {
      effective_from: "2025-01-01",
      score_goal: 75,
      dimensions: {
        response_speed: {
          name: text("Response speed", "响应速度"),
          indicators: {
            first_response_time: {
              weight: 25,
              baseline: 2,
              target: 1.5,
              target_date: "2026-12-31",
              bands: [1, 1.5, 2, 3],
            },
            call_answer_rate: {
              weight: 15,
              baseline: 0.9,
              target: 0.95,
              bands: [0.97, 0.95, 0.9, 0.85],
              benchmark: { value: 0.93, source, as_of: "2026-06-30" },
            },
            classification_accuracy: { weight: 10, baseline: 0.85, target: 0.9, bands: [0.95, 0.9, 0.85, 0.8] },
          },
        },
        service_quality: {
          name: text("Service quality", "服务质量"),
          indicators: {
            resolution_rate: {
              weight: 20,
              baseline: 0.8,
              target: 0.85,
              target_date: "2026-12-31",
              bands: [0.9, 0.85, 0.8, 0.75],
              benchmark: { value: 0.78, source, as_of: "2026-01-31" },
            },
            customer_satisfaction: { weight: 20, baseline: 4, target: 4.5, bands: [4.7, 4.5, 4, 3.5] },
            service_compliance: { weight: 10, baseline: 0.9, target: 0.95, bands: [0.98, 0.95, 0.9, 0.85] },
          },
        },
      },
    },
  ],
};

const service = text("Customer service", "客户服务部");

const playbook = {
  name: text("After-sales measures", "售后改进措施库"),
  rules: [
    {
      id: "night-post",
      when: { indicator: "first_response_time", dimension: "shift", member: "night" },
      problem: text("Late response at night", "夜间响应滞后"),
      cause: text(
        "There is no round-the-clock post: {member} tickets wait for the morning.",
        "未设 24 小时值守岗，{member}工单要等到次日早上。",
      ),
      measure: {
        title: text("Staff a night post, 22:00–06:00", "增设夜间值守岗（22:00–06:00）"),
        department: service,
        owner: text("Head of service", "客服主管"),
        due_in_days: 60,
        resources: text("3 posts", "3 个编制"),
        verification: {
          indicator: "first_response_time",
          cut: { shift: "night" },
          comparator: "<=",
          threshold: 1,
          periods: 1,
        },
      },
    },
    {
      id: "graded-response",
      when: { indicator: "resolution_rate", dimension: "complexity", member: "complex", share_at_least: 0.4 },
      problem: text("Complex problems wait for the second line", "复杂问题等待二线支持"),
      cause: text("The front line has little authority and the second line is slow.", "一线权限不足，二线支持响应慢。"),
      measure: {
        title: text("Give the front line authority for common problems", "授权一线处理常见问题"),
        department: text("Technical support", "技术支持部"),
        due_in_days: 45,
        verification: { indicator: "resolution_rate", comparator: ">=", threshold: 0.8, periods: 2 },
      },
    },
    {
      id: "repeat-contacts",
      when: { theme: "repeat_contact" },
      problem: text("Customers have to come back", "客户重复联系"),
      cause: text("Cases are closed before the customer confirms.", "未经客户确认即关闭工单。"),
      measure: {
        title: text("Confirm with the customer before closing", "关闭前须经客户确认"),
        department: service,
        due_in_days: 30,
      },
    },
    {
      id: "general",
      when: {},
      problem: text("Shortfall without a known pattern", "未归类的差距"),
      cause: text("Not yet known: review the process behind {indicator}.", "原因待查：请复核{indicator}的流程。"),
      measure: {
        title: text("Review the process and report the cause", "复核流程并报告原因"),
        department: service,
        due_in_days: 30,
      },
    },
  ],
};

const report = {
  title: text("After-sales service review", "售后服务评价报告"),
  scorecard: "after-sales",
  playbook: "after-sales",
  cadence: "month",
  breakdowns: ["channel", "team", "shift", "complexity"],
  heatmap: ["first_response_time"],
  feedback: { dataset: "comments", theme: "theme", text: "comment" },
  survey: {
    dataset: "survey_answers",
    customer: "customer_id",
    population: "tickets",
    population_customer: "customer_id",
    complainants: "complaint",
    group: "customer_group",
  },
  spot_checks: { dataset: "spot_checks", population: "tickets", verdicts: ["first_verdict", "second_verdict"] },
  task_group: [{ name: "Lin Yan", role: text("Head of quality", "质量负责人") }],
  formats: ["pdf", "html", "json"],
};

/** The sections of a configuration file, before the schemas have filled in their defaults; tests change parts of it. */
export const afterSalesSections = {
  datasets,
  indicators,
  scorecards: { "after-sales": scorecard },
  playbooks: { "after-sales": playbook },
  reports: {
    "after-sales-monthly": report,
    "after-sales-quarterly": {
      ...report,
      title: text("After-sales quarterly review", "售后服务季度评价报告"),
      cadence: "quarter",
      inside: "month",
      history: 8,
    },
  },
};

/** A complete configuration from sections as a user would write them; every schema is applied. */
export function configOf(sections: object): Config {
  const file = ConfigFile.parse(sections);
  return {
    root: "/project",
    project: ProjectConfig.parse({
      organisation: text("Northwind After-sales", "北风售后服务"),
      timezone: "Asia/Shanghai",
      locales: ["en", "zh-CN"],
    }),
    datasets: file.datasets ?? {},
    indicators: file.indicators ?? {},
    scorecards: file.scorecards ?? {},
    playbooks: file.playbooks ?? {},
    reports: file.reports ?? {},
    goals: file.goals ?? {},
    kpis: file.kpis ?? {},
    imports: {},
    holidays: {},
    dictionaries: {},
    groups: {},
    channels: {},
    theme: Theme.parse({}),
    // Stands still when the schema gains a default: approved sentences print it.
    fingerprint: createHash("sha256").update("the after-sales fixture").digest("hex"),
  };
}
