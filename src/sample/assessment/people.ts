import type { Team } from "../rows.ts";

/** Everybody here is invented. */
export interface Agent {
  id: string;
  en: string;
  zh: string;
  team: Team;
  /** Joined so many months before the sample's end; earlier than the sample for most. */
  joined: number;
  /** What raters who know the scale would give, 1–5, in the last month. */
  level: number;
  /** Change of that level per month up to the last one. */
  drift: number;
}

const agent = (id: string, en: string, zh: string, team: Team, level: number, drift = 0, joined = 30): Agent => ({
  id,
  en,
  zh,
  team,
  joined,
  level,
  drift,
});

export const AGENTS: readonly Agent[] = [
  agent("A01", "Chen Jiayi", "陈嘉怡", "air_conditioning", 3.9, 0.01, 44),
  agent("A02", "Liu Zhiyuan", "刘志远", "air_conditioning", 3.6, 0, 61),
  agent("A03", "Zhou Xiaotong", "周晓彤", "air_conditioning", 4.1, 0.01, 38),
  agent("A04", "Sun Bowen", "孙博文", "air_conditioning", 3.5, 0, 52),
  agent("A05", "Wu Yutong", "吴雨桐", "air_conditioning", 3.8, 0.02, 29),
  agent("A06", "Zheng Kaiwen", "郑凯文", "air_conditioning", 3.3, 0, 33),
  agent("A07", "Lin Siyuan", "林思远", "laundry", 4.65, 0.01, 70),
  agent("A08", "He Jingwen", "何静雯", "laundry", 4.0, 0, 41),
  agent("A09", "Ma Tianyu", "马天宇", "laundry", 3.6, 0, 36),
  agent("A10", "Hu Mengjie", "胡梦洁", "laundry", 3.9, 0.01, 58),
  agent("A11", "Guo Junjie", "郭俊杰", "laundry", 3.7, 0, 47),
  agent("A12", "Luo Shihan", "罗诗涵", "laundry", 4.2, 0.02, 26),
  agent("A13", "Song Jianing", "宋佳宁", "kitchen", 3.8, 0, 39),
  agent("A14", "Tang Zixuan", "唐子轩", "kitchen", 3.5, -0.01, 55),
  agent("A15", "Han Xueying", "韩雪莹", "kitchen", 2.8, -0.06, 31),
  agent("A16", "Cao Yuhang", "曹宇航", "kitchen", 3.7, 0, 27),
  agent("A17", "Peng Ruolin", "彭若琳", "kitchen", 4.1, 0.01, 49),
  agent("A18", "Deng Haoran", "邓浩然", "kitchen", 3.6, 0, 34),
  agent("A19", "Xiao Wenhui", "萧文慧", "smart_home", 4.55, 0.02, 63),
  agent("A20", "Tian Mingzhe", "田明哲", "smart_home", 3.7, 0, 42),
  agent("A21", "Dong Xinyue", "董欣悦", "smart_home", 3.4, 0, 28),
  agent("A22", "Pan Zirui", "潘子睿", "smart_home", 4.1, 0.15, 2),
  agent("A23", "Yuan Shiya", "袁诗雅", "smart_home", 3.4, 0.1, 2),
  agent("A24", "Yu Haichuan", "于海川", "smart_home", 2.4, 0, 2),
];

/** Team leaders; the kitchen team's rates leniently. */
export const LEADERS: readonly { id: string; en: string; zh: string; team: Team; bias: number }[] = [
  { id: "TL1", en: "Jiang Lijuan", zh: "蒋丽娟", team: "air_conditioning", bias: 0 },
  { id: "TL2", en: "Shen Jianguo", zh: "沈建国", team: "laundry", bias: 0 },
  { id: "TL3", en: "Cui Xiaofeng", zh: "崔晓峰", team: "kitchen", bias: 0.8 },
  { id: "TL4", en: "Wei Hongmei", zh: "魏红梅", team: "smart_home", bias: 0.05 },
];

/** The panel of interviewed customers rates as one. */
export const PANEL = { id: "CP", en: "Customer panel", zh: "客户评议组" } as const;

/** Refunds are routed to this agent, who may not grant them: what looks like a person's weakness is a process. */
export const IN_DIFFICULTY = "A15";

/** Level that many months before the end. Newcomers have none before they joined. */
export function levelAt({ level, drift }: Agent, beforeEnd: number): number {
  // Nobody changes for ever: before that the level was what it was nine months ago.
  return Math.min(4.9, Math.max(1.3, level - drift * Math.min(beforeEnd, 9)));
}

export const worksAt = ({ joined }: Agent, beforeEnd: number): boolean => beforeEnd <= joined;
