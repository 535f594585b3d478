/** Columns a terminal gives a text: East Asian wide characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : 1;
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

/** Rows as aligned columns; `numeric` columns are aligned to the right. The first row is the head. */
export function textTable(rows: readonly (readonly string[])[], numeric: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell));
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => {
        const room = " ".repeat((widths[index] ?? 0) - displayWidth(cell));
        return numeric.includes(index) ? room + cell : cell + room;
      })
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}
