import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { classifier } from "../../src/collect/themes/classify.ts";
import { countThemes, fingerprintOf } from "../../src/collect/themes/collect.ts";
import { wordsOf } from "../../src/collect/themes/words.ts";
import { loadConfig } from "../../src/config/load.ts";
import { Dictionary } from "../../src/config/schema/dictionary.ts";

const small = (change: object = {}): Dictionary =>
  Dictionary.parse({
    name: "Small",
    themes: {
      slow: { name: "Slow", words: { en: ["slow*", "waiting time", "late"], zh: ["慢", "等了很久"] } },
      unsolved: { name: "Unsolved", words: { en: ["same fault"] }, when_negated: { en: ["solved"], zh: ["解决"] } },
      rude: { name: "Rude", words: { en: ["rude"], zh: ["态度不好", "傲慢"] } },
      places: { name: "Places", words: { en: ["waiting area"], zh: ["快慢"] } },
    },
    negations: { en: ["not", "never", "nobody", "*n't"], zh: ["不", "没", "没有", "不是"] },
    window: { en: 3, zh: 3 },
    not_negations: { en: ["not only"], zh: ["不但"] },
    stops: { en: ["but"], zh: ["但是"] },
    intensifiers: { zh: ["太", "很"] },
    ...change,
  });
const themes = (text: string, dictionary = small()) => classifier(dictionary)(text).themes.join(" ");
const denied = (text: string, dictionary = small()) => classifier(dictionary)(text).denied.join(" ");

describe("classifying by a dictionary", () => {
  it("the longest match wins, and what it covers is used up", () => {
    expect(themes("The waiting area is nice.")).toBe("places");
    expect(themes("The waiting time is bad.")).toBe("slow");
    expect(themes("比较快慢")).toBe("places");
    // 慢 stands at the end of 傲慢, which means something else.
    expect(themes("店员傲慢")).toBe("rude");
  });

  it("`*` stands for the rest of a word, and only there", () => {
    expect(themes("slower and slower")).toBe("slow");
    expect(themes("a later date")).toBe("");
    expect(themes("translated")).toBe("");
  });

  it("case, width and the form of the apostrophe make no difference", () => {
    expect(themes("ＳＬＯＷ!")).toBe("slow");
    expect(denied("It isn’t slow")).toBe("slow");
    expect(denied("It ISN'T slow")).toBe("slow");
  });

  it("a term behind a negation does not count, within the window and the clause", () => {
    expect(themes("not slow at all")).toBe("");
    expect(denied("not slow at all")).toBe("slow");
    expect(denied("It was not very very slow")).toBe("slow");
    // Four words before: beyond the window of three.
    expect(themes("It was not very very very slow")).toBe("slow");
    expect(themes("I did not call, slow as it was")).toBe("slow");
    expect(themes("not rude but slow")).toBe("slow");
    expect(denied("not rude but slow")).toBe("rude");
    expect(themes("not only slow")).toBe("slow");
  });

  it("two negations cancel each other", () => {
    expect(themes("never not slow")).toBe("slow");
    expect(themes("Nobody wasn't rude")).toBe("rude");
  });

  it("a term that needs a negation counts only with one, and is no denial without", () => {
    expect(themes("It is not solved")).toBe("unsolved");
    expect(themes("Solved at once, thanks")).toBe("");
    expect(denied("Solved at once, thanks")).toBe("");
    expect(themes("问题没解决")).toBe("unsolved");
    expect(themes("问题解决了")).toBe("");
  });

  it("Chinese words are those of the segmenter; what it fuses of listed words is split", () => {
    expect(wordsOf("回复太慢了").map(({ text }) => text)).toContain("太慢");
    expect(themes("回复太慢了")).toBe("slow");
    expect(denied("回复不慢")).toBe("slow");
    // A chronic illness is not slow: 慢性 is one word, and no sequence of listed ones.
    expect(themes("慢性病")).toBe("");
    expect(themes("不是态度不好")).toBe("");
    expect(denied("不是态度不好")).toBe("rude");
    expect(themes("不是态度不好，但是慢")).toBe("slow");
    expect(themes("不但慢")).toBe("slow");
    expect(themes("等了 很久")).toBe("slow");
  });

  it("an answer may name several themes, each once; one that is named and denied counts as named", () => {
    expect(themes("Slow, rude, slow again and the same fault")).toBe("slow unsolved rude");
    expect(classifier(small())("First not slow, then slow")).toEqual({ themes: ["slow"], denied: [] });
    expect(themes("太慢 and rude")).toBe("slow rude");
  });

  it("nothing, blanks, signs and other scripts have no theme", () => {
    for (const text of ["", "   ", "!!! 👍", "Всё хорошо", "123"]) expect(themes(text)).toBe("");
  });

  it("without negations configured, none is seen", () => {
    expect(themes("not slow", small({ negations: {} }))).toBe("slow");
  });
});

describe("counting", () => {
  const dictionary = small();
  const count = (texts: { period: string; text: string; n: number }[], quotes = 3) =>
    countThemes("d", dictionary, texts, { reported: "2026-10", quotes, characters: { least: 6, most: 40 } });

  it("answers by theme, those with none, and those that only deny one", () => {
    const found = count([
      { period: "2026-09", text: "slow", n: 4 },
      { period: "2026-10", text: "slow and rude", n: 2 },
      { period: "2026-10", text: "rude indeed", n: 1 },
      { period: "2026-10", text: "not slow", n: 5 },
      { period: "2026-10", text: "fine, thanks", n: 3 },
    ]);
    expect(found.counts).toEqual([
      { period: "2026-09", theme: "slow", n: 4 },
      { period: "2026-10", theme: "rude", n: 3 },
      { period: "2026-10", theme: "slow", n: 2 },
    ]);
    expect(found.dictionary.answers).toEqual([
      { period: "2026-09", total: 4, classified: 4, denied: 0 },
      { period: "2026-10", total: 11, classified: 3, denied: 5 },
    ]);
    expect(found.dictionary.fingerprint).toBe(fingerprintOf(dictionary));
    expect(found.dictionary.segmenter).toMatch(/^ICU \d/);
  });

  it("quotes one answer of each theme before a second one, none twice, none too short", () => {
    const texts = [
      "slow",
      "slow and rude",
      "slow as a snail",
      "very slow today",
      "late and late again, always late, never in time, what a pity",
    ];
    const quotes = count(
      texts.map((text) => ({ period: "2026-10", text, n: 1 })),
      9,
    ).quotes;
    expect(quotes.map(({ theme }) => theme).slice(0, 2)).toEqual(["slow", expect.stringMatching(/slow|rude/)]);
    const said = quotes.map(({ text }) => text);
    expect(new Set(said).size).toBe(said.length);
    expect(said.sort()).toEqual(["slow and rude", "slow as a snail", "very slow today"]);
    expect(count([{ period: "2026-10", text: "very slow", n: 1 }], 0).quotes).toEqual([]);
  });

  it("another content has another fingerprint", () => {
    expect(fingerprintOf(small({ window: { en: 2, zh: 3 } }))).not.toBe(fingerprintOf(small()));
    expect(fingerprintOf(small())).toBe(fingerprintOf(small()));
  });
});

/** Answers to “What should we do better?” as people write them, with the themes a reader finds in them. */
const CORPUS: readonly (readonly [text: string, themes: string])[] = [
  ["Took ages until somebody answered.", "slow"],
  ["Not slow at all, well done!", ""],
  ["Please answer faster at the weekend", "slow"],
  ["I waited two weeks and nobody told me why.", "not_informed slow"],
  ["You never called back as promised", "not_informed"],
  ["Kept informed all the time, thank you", ""],
  ["I was left completely in the dark about my complaint", "not_informed"],
  ["The problem hasn't been fixed.", "unsolved"],
  ["Fixed within a day, great", ""],
  ["It doesn't work. Same fault as before.", "unsolved"],
  ["Your colleague was rude to my mother", "attitude"],
  ["Nobody was rude, on the contrary", ""],
  ["Not friendly, and it took far too long", "slow attitude"],
  ["Far too many forms, very confusing", "complicated"],
  ["It was not complicated, just slow", "slow"],
  ["Wrong address on the letter", "wrong_information"],
  ["The app keeps crashing on my phone", "online_unstable"],
  ["No seats in the waiting area", "premises"],
  ["Nothing, all good", ""],
  ["Cheaper prices please", ""],
  ["等了一个星期都没有人联系我", "slow"],
  ["回复不慢，挺满意的", ""],
  ["处理太慢", "slow"],
  ["一直没有告诉我进展", "not_informed"],
  ["每一步都有通知，很放心", ""],
  ["投诉以后没有任何消息", "not_informed"],
  ["问题仍然没有解决", "unsolved"],
  ["一次就解决了，点赞", ""],
  ["修了三次还是老样子", "unsolved"],
  ["客服态度差，还不耐烦", "attitude"],
  ["不是态度不好，就是有点慢", "slow"],
  ["客服没有不耐烦，讲得很清楚", ""],
  ["流程太复杂了，材料交了好几遍", "complicated"],
  ["手续不麻烦", ""],
  ["两次说法不一致", "wrong_information"],
  ["APP老是闪退", "online_unstable"],
  ["小程序没有闪退过", ""],
  ["门店停车太难", "premises"],
  ["没什么意见", ""],
  ["希望多一些优惠活动", ""],
  ["不但慢，而且没人通知", "not_informed slow"],
  ["慢，态度也不好", "slow attitude"],
];

describe("the shipped dictionary", () => {
  let shipped: Dictionary;
  beforeAll(async () => {
    const config = await loadConfig(resolve(import.meta.dirname, "../.."));
    shipped = config.dictionaries.satisfaction ?? small();
  });

  it("finds in a small corpus of both languages what a reader finds", () => {
    const classify = classifier(shipped);
    const order = Object.keys(shipped.themes);
    const wrong = CORPUS.flatMap(([text, wanted]) => {
      const found = classify(text).themes;
      const sorted = wanted === "" ? [] : wanted.split(" ").sort((a, b) => order.indexOf(a) - order.indexOf(b));
      return found.join(" ") === sorted.join(" ") ? [] : [`${text}: ${found.join(" ")}, wanted ${wanted}`];
    });
    expect(wrong).toEqual([]);
  });

  it("has words in both languages for every theme", () => {
    for (const { words } of Object.values(shipped.themes)) {
      expect(words.en?.length).toBeGreaterThan(3);
      expect(words.zh?.length).toBeGreaterThan(3);
    }
  });
});
