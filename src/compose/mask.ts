import { cleanText, shorten } from "./clean.ts";

/** Words put in place of personal data, in the document's language. */
export interface MaskWords {
  email: string;
  phone: string;
  number: string;
  link: string;
  name: string;
  account: string;
}

/** The words of a document's language. */
export const maskWords = (words: (key: string) => string): MaskWords => ({
  email: words("mask.email"),
  phone: words("mask.phone"),
  number: words("mask.number"),
  link: words("mask.link"),
  name: words("mask.name"),
  account: words("mask.account"),
});

/** The commonest Chinese family names: `我叫了三次` (I called three times) must not lose a word to a pattern for names. */
const FAMILY_NAMES =
  "(?:欧阳|司马|上官|诸葛|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文])";

/** Order matters: what is longest and surest first. */
function rules(words: MaskWords): readonly (readonly [RegExp, string])[] {
  return [
    [/(?:https?:\/\/|www\.)[^\s<>"'，。；）]*[^\s<>"'，。；）,.;:!?)]/gi, words.link],
    [/[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, words.email],
    [/(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])/g, words.number],
    [/(?<!\d)\d{14,}(?!\d)/g, words.number],
    [/(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)/g, words.phone],
    [/(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)/g, words.number],
    [/(?<![\d-])(?!\d{4}-\d{1,2}-\d{1,2}(?!\d))(?:\+|\(\+?|00)?\d[\d().\- ]{6,}\d(?![\d-])/g, words.phone],
    [/(?<!\d)\d{7,}(?!\d)/g, words.number],
    [/((?:微信号?|wechat(?: id)?|qq号?)\s*(?:is|是|为|[:：])?\s*)[A-Za-z0-9][\w-]{4,}/gi, `$1${words.account}`],
    [
      /(\b(?:[Mm]y name is|[Tt]his is|I am called)\s+)\p{Lu}[\p{L}'’-]*(?:\s+\p{Lu}[\p{L}'’-]*){0,3}/gu,
      `$1${words.name}`,
    ],
    [/(\b(?:[Mm]y name is)\s+)[\p{L}'’-]+/gu, `$1${words.name}`],
    [/(\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)\p{Lu}[\p{L}'’-]+/gu, `$1${words.name}`],
    [
      new RegExp(
        `((?:我叫|我的名字是|我的名字叫|我名叫|姓名[:：]?\\s*|联系人[:：]?\\s*))${FAMILY_NAMES}\\p{Script=Han}{1,2}`,
        "gu",
      ),
      `$1${words.name}`,
    ],
    [
      new RegExp(`(我是|我姓)${FAMILY_NAMES}\\p{Script=Han}{0,2}?(?=先生|女士|小姐|，|,|。|$)`, "gu"),
      `$1${words.name}`,
    ],
    // Already taken out when the text was collected.
    [/\[name\]/g, words.name],
  ];
}

/**
 * A customer's words as they may be printed: personal data masked, unprintable characters removed, shortened.
 *
 * Full-width digits and letters are folded first, so that `１３８…` is found too. Masking is by pattern: it finds e-mail
 * addresses, links, telephone and identity numbers, long digit strings, account names and introductions; a bare name in
 * running text it cannot know.
 */
export function maskQuote(text: string, words: MaskWords, width = 240): string {
  const folded = cleanText(text.slice(0, 20_000)).replace(
    /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff20\uff0e\uff0d\uff3f]/g,
    (character) => character.normalize("NFKC"),
  );
  const masked = rules(words).reduce((result, [pattern, word]) => result.replace(pattern, word), folded);
  return shorten(masked, width);
}
