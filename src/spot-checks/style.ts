import type ExcelJS from "exceljs";

export const INK = "FF16202A";
export const QUIET = "FF5B6672";
const GREY = "FFECEFF2";

/** A cell of a workbook holds no more characters. */
export const LONGEST = 32_767;

/** A text of the sheet's language by its key. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

/** What nobody fills in. */
export const shade = (): ExcelJS.Fill => ({ type: "pattern", pattern: "solid", fgColor: { argb: GREY } });
