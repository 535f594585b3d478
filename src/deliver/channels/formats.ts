import type { Content } from "../content.ts";

/** A message for a channel, before it is signed. */
export type ChannelKind = "webhook" | "slack" | "teams" | "wecom" | "dingtalk" | "feishu";

/** What identifies the message, for services of one's own. */
export interface Identity {
  edition: string;
  revision: number;
  messageId: string;
}

/** The body of a message in the format of a service. */
export function bodyFor(kind: ChannelKind, content: Content, identity: Identity): Record<string, unknown> {
  switch (kind) {
    case "webhook":
      return generic(content, identity);
    case "slack":
      return slack(content);
    case "teams":
      return teams(content);
    case "wecom":
      return { msgtype: "markdown", markdown: { content: wecom(content) } };
    case "dingtalk":
      return { msgtype: "markdown", markdown: { title: content.subject, text: dingtalk(content) } };
    case "feishu":
      return { msg_type: "interactive", card: feishu(content) };
  }
}

/** Everything, as data. */
function generic(content: Content, { edition, revision, messageId }: Identity): Record<string, unknown> {
  const { document, charts: _charts, labels: _labels, ...told } = content;
  return {
    type: "periodical.edition.delivered",
    id: messageId,
    edition,
    revision,
    ...told,
    document:
      document === null ? null : { name: document.name, mediaType: document.mediaType, bytes: document.bytes.length },
  };
}

const scoreText = ({ score }: Content): string =>
  score === null ? "" : `${score.value} ${score.outOf}${score.band === "" ? "" : ` · ${score.band}`}`;

interface Group {
  heading: string;
  lines: string[];
}

/** Strengths, weaknesses and measures as lines. */
function groups({ strengths, weaknesses, measures, labels }: Content): Group[] {
  const findings = (rows: Content["strengths"]): string[] =>
    rows.map(({ value, label, text }) => `${value} ${label}${labels.colon}${text}`);
  return [
    { heading: labels.strengths, lines: findings(strengths) },
    { heading: labels.weaknesses, lines: findings(weaknesses) },
    { heading: labels.recommended, lines: measures.map(({ title, who }) => [title, who].filter(Boolean).join(" · ")) },
  ].filter(({ lines }) => lines.length > 0);
}

/** `&`, `<` and `>` are Slack's markup: `<!channel>` would call everybody. A section holds 3000 characters, a header 150. */
function slack(content: Content): Record<string, unknown> {
  const escaped = (text: string): string =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text: cut(text, 2900) } });
  return {
    text: escaped(content.subject),
    blocks: [
      { type: "header", text: { type: "plain_text", text: cut(content.title, 148), emoji: false } },
      section([content.subtitle, scoreText(content), content.headline].filter(Boolean).map(escaped).join("\n")),
      ...(content.restated === null ? [] : [section(escaped(content.restated))]),
      ...groups(content).map(({ heading, lines }) =>
        section([`*${escaped(heading)}*`, ...lines.map((line) => `• ${escaped(line)}`)].join("\n")),
      ),
      ...(content.link === null
        ? []
        : [section(`<${content.link.replaceAll(">", "%3E").replaceAll("|", "%7C")}|${escaped(content.linkText)}>`)]),
      { type: "context", elements: [{ type: "plain_text", text: cut(content.foot.join(" · "), 1900), emoji: false }] },
    ],
  };
}

/** An adaptive card, as the Workflows of Teams take it (28 KB); they do not take the older message cards. */
function teams(content: Content): Record<string, unknown> {
  const block = (text: string, more: object = {}) => ({
    type: "TextBlock",
    text: cut(plain(text), 600),
    wrap: true,
    ...more,
  });
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          body: [
            block(content.title, { size: "Large", weight: "Bolder" }),
            block(content.subtitle, { isSubtle: true, spacing: "None" }),
            ...(content.score === null ? [] : [block(scoreText(content), { size: "ExtraLarge", weight: "Bolder" })]),
            block(content.headline, { weight: "Bolder" }),
            ...(content.restated === null ? [] : [block(content.restated, { color: "Warning" })]),
            ...groups(content).flatMap(({ heading, lines }) => [
              block(heading, { weight: "Bolder", spacing: "Medium" }),
              ...lines.map((line) => block(line, { spacing: "Small" })),
            ]),
            block(content.foot.join(" · "), { isSubtle: true, size: "Small", spacing: "Medium" }),
          ],
          ...(content.link === null
            ? {}
            : { actions: [{ type: "Action.OpenUrl", title: content.linkText, url: content.link }] }),
        },
      },
    ],
  };
}

/** WeCom: markdown of at most 4096 bytes. */
function wecom(content: Content): string {
  const head = [
    `# ${plain(content.title)}`,
    `<font color="comment">${plain(content.subtitle)}</font>`,
    ...(content.score === null ? [] : [`**${plain(scoreText(content))}**`]),
    `**${plain(content.headline)}**`,
    ...(content.restated === null ? [] : [`<font color="warning">${plain(content.restated)}</font>`]),
  ];
  return fitting(head, content, 4096, (heading, lines) => [
    `**${plain(heading)}**`,
    ...lines.map((line) => `> ${plain(line)}`),
  ]);
}

/** DingTalk: markdown, 20 000 bytes for the whole body; a single line break is none. */
function dingtalk(content: Content): string {
  const head = [
    `### ${plain(content.title)}`,
    plain(content.subtitle),
    ...(content.score === null ? [] : [`**${plain(scoreText(content))}**`]),
    `**${plain(content.headline)}**`,
    ...(content.restated === null ? [] : [plain(content.restated)]),
  ];
  const text = fitting(head, content, 9000, (heading, lines) => [
    `#### ${plain(heading)}`,
    ...lines.map((line) => `- ${plain(line)}`),
  ]);
  return text.replaceAll("\n", "\n\n");
}

/** Feishu: an interactive card; a request holds 20 KB. */
function feishu(content: Content): Record<string, unknown> {
  const text = (line: string) => ({ tag: "div", text: { tag: "plain_text", content: cut(line, 1500) } });
  const template = { good: "green", caution: "orange", concern: "red" }[content.score?.tone ?? ""] ?? "blue";
  return {
    config: { wide_screen_mode: true },
    header: { template, title: { tag: "plain_text", content: cut(content.title, 200) } },
    elements: [
      text([content.subtitle, scoreText(content), content.headline].filter(Boolean).join("\n")),
      ...(content.restated === null ? [] : [text(content.restated)]),
      ...groups(content).flatMap(({ heading, lines }) => [
        { tag: "hr" },
        text([heading, ...lines.map((line) => `• ${line}`)].join("\n")),
      ]),
      ...(content.link === null
        ? []
        : [
            {
              tag: "action",
              actions: [
                {
                  tag: "button",
                  type: "primary",
                  text: { tag: "plain_text", content: content.linkText },
                  url: content.link,
                },
              ],
            },
          ]),
      { tag: "note", elements: [{ tag: "plain_text", content: cut(content.foot.join(" · "), 500) }] },
    ],
  };
}

/** Head, link and foot always; of what stands between, whole groups, as many as there is room for. */
function fitting(
  head: readonly string[],
  content: Content,
  bytes: number,
  group: (heading: string, lines: readonly string[]) => string[],
): string {
  const foot = [
    ...(content.link === null ? [] : [`[${plain(content.linkText)}](${content.link})`]),
    ...content.foot.map(plain),
  ];
  let middle: string[] = [];
  const whole = (): string => [...head, ...middle, ...foot].join("\n");
  for (const { heading, lines } of groups(content)) {
    const before = middle;
    middle = [...middle, ...group(heading, lines)];
    if (Buffer.byteLength(whole()) > bytes - 64) {
      middle = before;
      break;
    }
  }
  return whole();
}

/** Takes away what markdown would read: `*`, `_`, backquotes, brackets, tags. Looks the same to a reader. */
function plain(text: string): string {
  const lookalikes: Readonly<Record<string, string>> = {
    "*": "＊",
    _: "＿",
    "`": "ˋ",
    "[": "［",
    "]": "］",
    "<": "＜",
    ">": "＞",
  };
  return text.replaceAll(/[*_`[\]<>]/g, (char) => lookalikes[char] ?? char).replaceAll(/\s+/g, " ");
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
