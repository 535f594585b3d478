import type { Model } from "../compose/model.ts";

/** Names a subject or file name may hold in braces. */
const IN_TEXT = ["organisation", "title", "period", "scope", "score", "band", "revision"] as const;
/** Names a link may hold. */
const IN_LINK = ["report", "period", "scope", "revision", "locale", "file"] as const;

const PLACE = /\{([^{}]*)\}/g;

/** What is wrong with a template, or null. */
export function placeholderProblem(
  template: string,
  kind: "subject" | "link",
): { message: string; hint: string } | null {
  const known: readonly string[] = kind === "link" ? IN_LINK : IN_TEXT;
  const hint = `Known here: ${known.map((name) => `{${name}}`).join(", ")}.`;
  for (const [whole, name] of template.matchAll(PLACE))
    if (!known.includes(name ?? "")) return { message: `There is nothing to put in for ${whole}.`, hint };
  if (/[{}]/.test(template.replaceAll(PLACE, ""))) return { message: "A brace stands alone.", hint };
  return null;
}

/**
 * A subject, in one line. Values stand as the document prints them. A part in square brackets is left out when one of its
 * values is empty: an edition of the whole has no scope, one without scoring no score.
 */
export function fillText(template: string, model: Model): string {
  const { organisation, title, periodText, scopeText, scope, revision } = model.edition;
  const summary = model.sections.find((section) => section.id === "summary");
  const values: Record<(typeof IN_TEXT)[number], string> = {
    organisation,
    title,
    period: periodText,
    scope: scope === "all" ? "" : scopeText,
    score: summary?.score.outOf ? summary.score.cell.text : "",
    band: summary?.score.badge.band == null ? "" : summary.score.badge.text,
    revision: String(revision),
  };
  const fill = (part: string): string => part.replaceAll(PLACE, (_, name: keyof typeof values) => values[name]);
  const whole = template.replaceAll(/\[([^[\]]*)\]/g, (bracketed, inner: string) => {
    const places = [...inner.matchAll(PLACE)];
    if (places.length === 0) return bracketed;
    return places.every(([, name]) => values[name as keyof typeof values] !== "") ? inner : "";
  });
  return oneLine(fill(whole));
}

/** A link; every value is escaped, so that none can lead elsewhere. */
export function fillLink(template: string, values: Readonly<Record<(typeof IN_LINK)[number], string>>): string {
  return template.replaceAll(PLACE, (_, name: keyof typeof values) => encodeURIComponent(values[name]));
}

/** One line without control characters and without what was left of empty places at its ends. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/ {2,}/g, " ")
    .replace(/^[\s,;:·–-]+|[\s,;:·–-]+$/g, "");
}

/** A file name for any system: no separators, nothing hidden, no longer than mail programs bear. */
export function safeFileName(stem: string, ending: string): string {
  const clean = oneLine(stem)
    .replaceAll(/[/\\:*?"<>|]+/g, "-")
    .replace(/^[.\s]+/, "");
  let kept = "";
  for (const char of clean) {
    if (Buffer.byteLength(kept + char) > 150) break;
    kept += char;
  }
  return `${kept.trim() || "report"}.${ending}`;
}
