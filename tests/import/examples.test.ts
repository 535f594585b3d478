import { join } from "node:path";
import { gzipSync } from "node:zlib";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load.ts";
import { importFiles } from "../../src/import/import-files.ts";
import { withTestDatabase } from "../helpers/postgres.ts";
import { csv, withFiles } from "./fixtures.ts";

const example = (name: string) => loadConfig(join(import.meta.dirname, "../../examples", name));

// Rows are made up; only headings and ways of writing are those of the public files.
describe("example projects", () => {
  it("call centre: a workbook with the day as text and real times, and its other export, fill tables of one shape", async () => {
    const config = await example("pwc-call-center");
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet("Sheet1");
    sheet.addRow([
      "Call Id",
      "Agent",
      "Date",
      "Time",
      "Topic",
      "Answered (Y/N)",
      "Resolved",
      "Speed of answer in seconds",
      "AvgTalkDuration",
      "Satisfaction rating",
    ]);
    const answered = sheet.addRow([
      "ID0001",
      "Ann",
      "2021-01-31",
      0.384_004_629_629_629_6,
      "Streaming",
      "Y",
      "Y",
      109,
      143 / 86_400,
      3,
    ]);
    const lost = sheet.addRow(["ID0002", "Ben", "2021-01-31", 0.75, "Streaming", "N", "N"]);
    for (const row of [answered, lost]) row.getCell(4).numFmt = "hh:mm:ss";
    answered.getCell(9).numFmt = "hh:mm:ss";
    const variant = `\ufeff${csv(
      "Call Id,Date,Time,Agent,Department,Answered (Y/N),Resolved,Speed of Answer,AvgTalkDuration,Satisfaction rating",
      "ID1,31-01-2016,09:12:58,Ann,Fridge,Y,Y,109,00:02:23,3",
      "ID2,31-01-2016,18:00:00,Ben,Fridge,N,N,,,",
    )}`;
    const files = { "c.xlsx": new Uint8Array(await book.xlsx.writeBuffer()), "v.csv": variant };
    await withTestDatabase(({ warehouse, root }) =>
      withFiles(files, async (path) => {
        const options = { rejectsDir: root };
        await importFiles(config, "calls", [path("c.xlsx")], warehouse, options);
        await importFiles(config, "calls_variant", [path("v.csv")], warehouse, options);
        const shape = (table: string, year: number) =>
          warehouse.knex.raw(
            `SELECT called_at = make_timestamptz(${year}, 1, 31, 9, 12, 58, 'Europe/Zurich') AS first, answered, resolved,
                    seconds_to_answer AS wait, talk_seconds AS talk, rating FROM ${table} ORDER BY call_id`,
          );
        const expected = [
          { first: true, answered: true, resolved: true, wait: 109, talk: 143, rating: 3 },
          { first: false, answered: false, resolved: false, wait: null, talk: null, rating: null },
        ];
        expect((await shape("calls", 2021)).rows).toEqual(expected);
        expect((await shape("calls_variant", 2016)).rows).toEqual(expected);
      }),
    );
  });

  it("Boston 311: packed, local times, labels as truth values, nothing invented where a field is empty", async () => {
    const config = await example("boston-311");
    const text = csv(
      "CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status,CASE_STATUS,SUBJECT,REASON,TYPE,QUEUE,Department,neighborhood,Source",
      '1,03/07/2015 12:00:00 PM,,03/08/2015 12:00:00 PM,ONTIME,Closed,"A, B",R,T,Q,PWDx,Back Bay,Twitter',
      "2,11/01/2015 12:30:00 AM,11/02/2015 08:30:00 AM,,OVERDUE,Open,S,R,T,Q,PWDx,,Twitter",
      "3,07/04/2015 01:00:10 PM,07/05/2015 08:30:00 AM,07/04/2015 01:00:00 PM,,Closed,S,R,T,Q,PWDx,,Twitter",
    );
    await withTestDatabase(({ warehouse, root }) =>
      withFiles({ "b.csv.gz": gzipSync(text) }, async (path) => {
        await importFiles(config, "requests", [path("b.csv.gz")], warehouse, { rejectsDir: root });
        const { rows } = await warehouse.knex.raw(
          `SELECT extract(epoch from closed_at - opened_at)::float8 AS seconds, on_time, status, neighborhood, target_at IS NULL AS aimless
             FROM requests ORDER BY case_id`,
        );
        expect(rows).toEqual([
          // A day by the clock on which clocks went forward has 23 hours.
          { seconds: 82_800, on_time: true, status: "closed", neighborhood: "Back Bay", aimless: true },
          { seconds: null, on_time: false, status: "open", neighborhood: null, aimless: false },
          { seconds: -10, on_time: null, status: "closed", neighborhood: null, aimless: false },
        ]);
      }),
    );
  });
});
