import type { Random } from "./random.ts";
import type { Comment, Team, Theme } from "./rows.ts";

type Language = Comment["language"];

/** `{p}` = product, `{n}` = a small number, `{d}` = days, `{h}` = hours. */
const TEXTS: Record<Theme, Record<Language, readonly string[]>> = {
  repeat_contact: {
    zh: [
      "同一个问题我已经打了{n}次电话，每次都要从头讲一遍。",
      "{p}的问题反映了{n}次，每次换一个客服，还是没人跟到底。",
      "上次说会升级处理，等了{d}天没消息，又得自己来问。",
      "转来转去，最后还是让我重新提交一张工单。",
      "第{n}次联系了，前面的记录你们看不到吗？",
      "说好{d}天内回电，结果还是我自己打过来。",
      "{p}修完没几天又报同样的故障，只好再来一次。",
      "每次都说“已经反馈给技术”，然后就没有然后了。",
    ],
    en: [
      "I have called {n} times about the same {p} and had to start from the beginning every time.",
      "This is my contact number {n}. Nobody seems to read what the last colleague wrote.",
      "Was told second line would ring back within {d} days. They did not, so here I am again.",
      "Passed on {n} times and in the end asked to open a new ticket.",
      "Same fault on the {p} a few days after the visit, same explanation on the phone.",
      "I should not have to chase this myself for {d} days.",
    ],
  },
  slow_reply: {
    zh: [
      "晚上十一点留的言，第二天早上才有人回。",
      "在线客服排队等了{h}个小时，最后我都睡着了。",
      "{p}漏水这么急的事，半夜根本找不到人。",
      "回复太慢了，从提交到第一次回复等了{h}个小时。",
      "APP里提交后一直显示“处理中”，没有任何人联系我。",
      "夜里只有自动回复，能不能安排个值班的人？",
    ],
    en: [
      "Wrote at 11 at night, first answer came after breakfast.",
      "Waited {h} hours for a first reply. The {p} was leaking.",
      "Only the robot answers at night.",
      "The app said 'in progress' for {h} hours and nobody got in touch.",
      "Reply was fine in the end, but far too late.",
    ],
  },
  not_solved: {
    zh: [
      "按客服教的方法试了，{p}还是一样的毛病。",
      "师傅来了两趟，换了配件，还是不好用。",
      "只是让我重启，重启能解决我还找你们干嘛。",
      "工单显示已解决，可是问题根本没解决。",
      "给的方案只管了{d}天，又开始报错。",
    ],
    en: [
      "Followed the steps, the {p} still shows the same error.",
      "Ticket says solved. It is not solved.",
      "New part fitted, worked for {d} days, now the same again.",
      "Being told to restart it is not a solution.",
    ],
  },
  missed_visit: {
    zh: [
      "约好上午上门，等到下午也没人来，也没有电话。",
      "师傅改了{n}次时间，我请了两天假。",
      "预约的是周六，结果周日才来，{p}停了{d}天。",
      "上门前没有提前联系，到了才说没带配件。",
    ],
    en: [
      "The engineer did not turn up and nobody called.",
      "Appointment moved {n} times. I took two days off for this.",
      "He came without the spare part although it was on the ticket.",
      "Visit promised for the morning, came at seven in the evening.",
    ],
  },
  wrong_info: {
    zh: [
      "第一个客服说在保修期内，第二个又说要收费，到底听谁的？",
      "说三天到货，实际等了{d}天。",
      "告诉我的配件型号是错的，白跑一趟。",
      "公众号上写的流程和客服说的完全不一样。",
    ],
    en: [
      "One colleague said it was under warranty, the next one said it was not.",
      "Was told three days for the part, it took {d}.",
      "Got the wrong part number for my {p}.",
      "The website and the hotline say different things.",
    ],
  },
  attitude: {
    zh: [
      "客服语气很生硬，感觉是我在求他办事。",
      "话还没说完就把我转走了。",
      "全程念模板，一句安慰的话都没有。",
      "问了两句就不耐烦，希望培训一下。",
    ],
    en: [
      "Felt like talking to a script.",
      "Polite enough, but no interest in what had happened to us.",
      "Cut me off in the middle of a sentence and transferred me.",
      "A word of apology would have been nice.",
    ],
  },
  charges: {
    zh: [
      "上门费事先没有说，修完才告诉我要另收。",
      "同样的配件网上便宜一半，报价不透明。",
      "保修期内为什么还要收{p}的检测费？",
      "开票金额和实际付的不一致，来回改了{n}次。",
    ],
    en: [
      "Nobody mentioned the call-out fee before the visit.",
      "Why am I charged for a check while the {p} is under warranty?",
      "Invoice does not match what I paid.",
      "The price list is hard to find and harder to understand.",
    ],
  },
  other: {
    zh: [
      "希望APP里能看到师傅的位置。",
      "说明书字太小，老人看不清。",
      "包装盒破了，幸好{p}没事。",
      "希望支持微信直接评价。",
    ],
    en: [
      "Please let us see the engineer's position in the app.",
      "The manual's print is too small.",
      "Box was damaged, the {p} luckily was not.",
      "Could you send reminders by e-mail as well?",
    ],
  },
};

const PRODUCTS: Record<Team, Record<Language, readonly string[]>> = {
  air_conditioning: { zh: ["空调", "柜机", "中央空调"], en: ["air conditioner", "heat pump"] },
  laundry: { zh: ["洗衣机", "冰箱", "烘干机"], en: ["washing machine", "fridge", "dryer"] },
  kitchen: { zh: ["油烟机", "热水器", "洗碗机"], en: ["range hood", "water heater", "dishwasher"] },
  smart_home: { zh: ["智能门锁", "网关", "智能窗帘"], en: ["smart lock", "gateway", "thermostat"] },
};

/** Every now and then people leave more about themselves than a report may print: invented numbers and names. */
const PERSONAL: Record<Language, readonly string[]> = {
  zh: [
    "请回电 1380000{4}。",
    "我叫陈丽，手机 138 0000 {4}。",
    "联系人：王建国，1380000{4}",
    "订单号 88{4}{4}{4}，邮箱 li.{4}@example.com。",
  ],
  en: [
    "Please ring me on 138 0000 {4}.",
    "My name is Laura Chen, laura.{4}@example.com.",
    "Order 88{4}{4}{4}, call +86 1380000{4}.",
    "This is Mr Daniel Brooks, 1380000{4}.",
  ],
};

/** A customer's words on a theme. */
export function commentText(theme: Theme, language: Language, team: Team, random: Random): string {
  const text = random
    .pick(TEXTS[theme][language])
    .replaceAll("{p}", random.pick(PRODUCTS[team][language]))
    .replaceAll("{n}", String(3 + random.int(3)))
    .replaceAll("{d}", String(3 + random.int(7)))
    .replaceAll("{h}", String(4 + random.int(7)));
  if (random.next() >= 0.05) return text;
  const personal = random.pick(PERSONAL[language]).replaceAll("{4}", () => String(random.int(10_000)).padStart(4, "0"));
  return language === "zh" ? `${text}${personal}` : `${text} ${personal}`;
}
