import type { Random } from "../random.ts";
import type { Answer, Language, Rating } from "./rows.ts";

/** What an open answer is about, as its writer means it; none = nothing to complain of, or something else. */
export type OpenTheme =
  | "not_informed"
  | "slow"
  | "unsolved"
  | "wrong_information"
  | "attitude"
  | "complicated"
  | "online_unstable"
  | "premises";

type Texts = Record<Language, readonly string[]>;

/** `{n}` = a small number, `{d}` = days. */
export const COMPLAINTS: Record<OpenTheme, Texts> = {
  not_informed: {
    zh: [
      "处理到哪一步了没有人告诉我，每次都要自己去问。",
      "投诉之后{d}天没有任何消息，也没人通知我进度。",
      "希望能主动告知进度，不要让客户一直猜。",
      "说好有结果会通知，结果石沉大海。",
      "中途换了处理人也没人跟我说一声。",
      "进度不透明，查不到现在是谁在处理。",
      "问题最后解决了，但整个过程一直没有反馈。",
    ],
    en: [
      "Nobody told me what was happening with my complaint.",
      "I had no news for {d} days and had to chase it myself.",
      "Please keep customers informed on the way, I was left in the dark.",
      "Never heard back after the first message.",
      "Solved in the end, but there was no update for {d} days.",
      "I didn't get any progress report, not once.",
      "Somebody promised to keep me posted. Nobody did.",
    ],
  },
  slow: {
    zh: [
      "回复太慢了，等了{d}天才有人联系。",
      "处理周期太长，前后拖了{d}天。",
      "排队等待时间太久。",
      "响应不及时，周末根本没人回。",
      "效率有待提高，一件小事拖了很久。",
    ],
    en: [
      "It took far too long, {d} days for a small thing.",
      "Waiting time on the phone is terrible.",
      "Replies are slow at weekends.",
      "I waited {d} days for the first answer.",
      "Please be quicker, every step is delayed.",
    ],
  },
  unsolved: {
    zh: [
      "问题到现在还没有解决。",
      "修好{d}天又出现同样的故障，治标不治本。",
      "给的方案不管用，还是老样子。",
      "说已经处理完了，其实根本没解决。",
    ],
    en: [
      "The problem is still not solved.",
      "It worked for {d} days, then the same fault came back.",
      "Your solution does not work for me.",
      "Case closed, but nothing has been fixed.",
    ],
  },
  wrong_information: {
    zh: [
      "两个客服说法不一致，不知道该听谁的。",
      "告诉我的流程是错的，白跑一趟。",
      "网站上的信息不准确，和电话里说的对不上。",
    ],
    en: [
      "Two colleagues told me two different things.",
      "I was given the wrong form and had to start again.",
      "The information on the website is out of date.",
    ],
  },
  attitude: {
    zh: ["客服态度不好，说两句就不耐烦。", "语气生硬，像在念稿子。", "店员爱答不理，希望加强培训。"],
    en: [
      "The person on the phone was rude and cut me off.",
      "Not very friendly, I felt I was a nuisance.",
      "She sounded impatient and did not listen.",
    ],
  },
  complicated: {
    zh: ["手续太繁琐，同样的资料交了{n}次。", "流程复杂，转来转去转了{n}个部门。", "表格太多，老人根本不会填。"],
    en: [
      "Too many steps, I had to send the same papers {n} times.",
      "The procedure is complicated, I was passed on {n} times.",
      "The form is confusing.",
    ],
  },
  online_unstable: {
    zh: ["APP经常闪退，提交不了。", "网页打不开，刷新了{n}次才进去。", "小程序老是卡顿、报错。"],
    en: [
      "The app crashes whenever I upload a photo.",
      "Website down again on Sunday evening.",
      "I keep getting an error message in the app.",
    ],
  },
  premises: {
    zh: ["网点停车不方便，等候区座位太少。", "门店环境有点吵，空调也不够凉。"],
    en: ["No parking near the shop and too few seats.", "The waiting area is noisy and crowded."],
  },
};

/** Two themes in one answer. */
export const DOUBLE: readonly { themes: readonly OpenTheme[]; texts: Texts }[] = [
  {
    themes: ["slow", "not_informed"],
    texts: {
      zh: ["处理太慢，而且没有人告诉我进度。", "等了{d}天，期间一点消息都没有。"],
      en: ["Slow, and nobody kept me informed.", "I waited {d} days without any news."],
    },
  },
  {
    themes: ["unsolved", "attitude"],
    texts: {
      zh: ["问题没解决，客服还不耐烦。"],
      en: ["The fault is still not fixed and the agent was rude about it."],
    },
  },
];

/** Content customers, who name a fault in order to deny it, or none. */
export const CONTENT: Texts = {
  zh: [
    "挺好的，没什么意见。",
    "回复一点也不慢，继续保持。",
    "不是态度不好，是我自己没说清楚，谢谢你们的耐心。",
    "没有让我等很久，点赞。",
    "流程不复杂，几分钟就办完了。",
    "非常满意，谢谢！",
    "暂无建议。",
    "希望多搞一些老客户活动。",
    "能不能出一个深色模式？",
    "师傅很专业，没有不耐烦。",
  ],
  en: [
    "All fine, thank you.",
    "Not slow at all, keep it up.",
    "The app never crashes for me, well done.",
    "It wasn't complicated, very pleasant.",
    "Nothing to add.",
    "Very polite colleague, never impatient although I asked a lot.",
    "Could you offer a discount for long-standing customers?",
    "A dark mode would be nice.",
    "Great service.",
    "I did not have to wait long, thanks.",
  ],
};

/** Every now and then people leave more about themselves than a report may print: invented numbers and names. */
const PERSONAL: Texts = {
  zh: ["请联系我 1390000{4}。", "我姓李，手机 139 0000 {4}。"],
  en: ["Call me on 139 0000 {4}.", "My address is lin.{4}@example.com."],
};

const WORST: readonly (readonly [Rating, OpenTheme])[] = [
  ["kept_informed", "not_informed"],
  ["first_response", "slow"],
  ["resolution_cycle", "slow"],
  ["solution_works", "unsolved"],
  ["solution_content", "unsolved"],
  ["root_cause", "unsolved"],
  ["information_right", "wrong_information"],
  ["politeness", "attitude"],
  ["empathy", "attitude"],
  ["steps_simple", "complicated"],
  ["online_stable", "online_unstable"],
  ["premises", "premises"],
];

type Given = Pick<Answer, Rating | "overall">;

/** What a customer writes on "What should we do better?", after what he or she rated lowest; often nothing. */
export function openAnswer(given: Given, language: Language, random: Random): string | null {
  const ratings = WORST.flatMap(([item, theme]) => {
    const rating = given[item];
    return rating === null ? [] : [{ rating, theme }];
  });
  const lowest = Math.min(5, ...ratings.map(({ rating }) => rating));
  const complains = lowest <= 2 && random.next() < 0.62;
  if (!complains && random.next() >= 0.16) return null;
  const text = complains ? complaint(ratings, lowest, language, random) : random.pick(CONTENT[language]);
  const filled = text.replaceAll("{n}", String(2 + random.int(3))).replaceAll("{d}", String(2 + random.int(7)));
  if (random.next() >= 0.04) return filled;
  const personal = random.pick(PERSONAL[language]).replaceAll("{4}", String(random.int(10_000)).padStart(4, "0"));
  return language === "zh" ? `${filled}${personal}` : `${filled} ${personal}`;
}

function complaint(
  ratings: readonly { rating: number; theme: OpenTheme }[],
  lowest: number,
  language: Language,
  random: Random,
): string {
  const themes = ratings.filter(({ rating }) => rating === lowest).map(({ theme }) => theme);
  const both = DOUBLE.filter((entry) => entry.themes.every((theme) => themes.includes(theme)));
  if (both.length > 0 && random.next() < 0.3) return random.pick(random.pick(both).texts[language]);
  return random.pick(COMPLAINTS[random.pick(themes)][language]);
}
