import { describe, expect, it } from "vitest";
import { cleanText, shorten } from "../../src/compose/clean.ts";
import { maskQuote } from "../../src/compose/mask.ts";

const words = { email: "[e]", phone: "[p]", number: "[n]", link: "[l]", name: "[N]", account: "[a]" };
const mask = (text: string) => maskQuote(text, words);

describe("personal data in customers' words", () => {
  it.each([
    ["Please write to wang.li+x@example.co.uk today", "Please write to [e] today"],
    ["请发邮件到wang@example.com", "请发邮件到[e]"],
    ["call 13800138000 now", "call [p] now"],
    ["电话138 0013 8000或+86 13900139000", "电话[p]或[p]"],
    ["１３８００１３８０００打不通", "[p]打不通"],
    ["Ring me: +44 (0)20 7946 0958.", "Ring me: [p]."],
    ["(020) 7946-0958 is mine", "[p] is mine"],
    ["身份证110101199003077758已登记", "身份证[n]已登记"],
    ["身份证11010119900307775X。", "身份证[n]。"],
    ["card 4111 1111 1111 1111 was charged", "card [n] was charged"],
    ["card 4111-1111-1111-1111", "card [n]"],
    ["order 20261001123456789 is late", "order [n] is late"],
    ["see https://example.com/a?b=c, then", "see [l], then"],
    ["见www.example.com/订单。谢谢", "见[l]。谢谢"],
    ["My name is Anna Maria Schmidt and I wait", "My name is [N] and I wait"],
    ["my name is anna, hello", "my name is [N], hello"],
    ["Ms. O'Brien never called", "Ms. [N] never called"],
    ["我叫张三丰，等了三天", "我叫[N]，等了三天"],
    ["我是李女士，要退货", "我是[N]女士，要退货"],
    ["联系人：王小明", "联系人：[N]"],
    ["微信号abc_12345联系我", "微信号[a]联系我"],
  ])("%s", (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    "我叫了三次都没人来",
    "Waited from 2026-10-01 to 2026-10-07, 6 days",
    "paid 1,299 and got 20% back",
    "It broke after 5 days, then 12 h more",
    "error 404 on page 12",
    "22:00–06:00 nobody answers",
    "我是第三次来电",
  ])("leaves alone: %s", (text) => {
    expect(mask(text)).toBe(text);
  });

  it("keeps markup for the template to escape", () => {
    expect(mask("<script>alert(1)</script> & <b>bold</b>")).toBe("<script>alert(1)</script> & <b>bold</b>");
  });

  it("shortens 10,000 characters at a word, without looking for ever", () => {
    const long = mask("word ".repeat(2000));
    expect(long.length).toBeLessThanOrEqual(241);
    expect(long).toMatch(/word…$/);
    expect(mask("1".repeat(10_000))).toBe("[n]");
    expect(mask(`${"a".repeat(5000)}@${"b".repeat(5000)}`).length).toBeLessThanOrEqual(241);
  });
});

describe("cleaning", () => {
  it("removes control characters and marks that reorder text, keeps letters of any script", () => {
    expect(cleanText("a\u0000b\u202ec\u2066d\ufeff\u200be")).toBe("abcde");
    expect(cleanText("مرحبا \u202eevil\u202c שלום")).toBe("مرحبا evil שלום");
    expect(cleanText("line\r\n  two\tthree")).toBe("line two three");
    expect(cleanText("👩‍🔧 ok")).toBe("👩‍🔧 ok");
    expect(cleanText("\ud800x")).toBe("\ufffdx");
  });

  it("turns radicals and compatibility ideographs into ordinary ones", () => {
    expect(cleanText("⼀⽅\uf900")).toBe("一方豈");
  });

  it("counts Chinese as wide, never splits a joined character", () => {
    expect(shorten("客户服务质量评价", 10)).toBe("客户服务…");
    expect(shorten("short", 10)).toBe("short");
    expect(shorten("a👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧", 5)).not.toMatch(/\u200d…$/);
    expect(shorten("one two three four five", 12)).toBe("one two…");
  });
});
