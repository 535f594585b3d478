/**
 * A formula freed of the figure it belongs to, so that equal ways of computing are listed once: `x` stands for the
 * figure's id up to `#`, `i` for that up to `@`.
 *
 * `a@2026-10 − a@2026-10#target` of `a@2026-10#variance_target` becomes `x − x#target`.
 */
export function formulaKey(formula: string, id: string): string {
  const [base = id] = id.split("#", 1);
  const [stem = id] = id.split("@", 1);
  return formula
    .split(" ")
    .map((token) => {
      if (token.startsWith(base) && /^$|^[#/:]/u.test(token.slice(base.length))) return `x${token.slice(base.length)}`;
      if (token.startsWith(`${stem}@`)) return `i${token.slice(stem.length)}`;
      return token;
    })
    .join(" ");
}
