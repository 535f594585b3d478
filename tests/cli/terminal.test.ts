import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { reportFailure } from "../../src/cli/failure.ts";
import { createProgress } from "../../src/cli/progress.ts";
import { displayWidth, textTable } from "../../src/cli/text-table.ts";
import { PeriodicalError } from "../../src/errors.ts";

afterEach(() => vi.restoreAllMocks());

function recorded(stream: NodeJS.WriteStream): string[] {
  const written: string[] = [];
  vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0);
  return written;
}

describe("reportFailure", () => {
  it("prints message, place and hint and gives the documented code, never a stack", () => {
    const lines = recorded(process.stderr);
    const error = new PeriodicalError("NO_DATA", "There is nothing.", { hint: "Load data.", where: "tickets" });
    expect(reportFailure(error, { json: false })).toBe(7);
    expect(lines.join("")).toBe("There is nothing.\n  at tickets\n  → Load data.\n");
  });

  it("prints the same as JSON for machines", () => {
    recorded(process.stderr);
    const out = recorded(process.stdout);
    reportFailure(new PeriodicalError("BUSY", "Taken.", { hint: "Wait." }), { json: true });
    expect(JSON.parse(out.join(""))).toEqual({
      error: { code: "BUSY", exitCode: 13, message: "Taken.", hint: "Wait." },
    });
  });

  it.each(["ENOSPC", "EDQUOT", "EROFS", "EACCES"])("%s is the operator's to mend", (code) => {
    const lines = recorded(process.stderr);
    expect(reportFailure(Object.assign(new Error("write"), { code, path: "/x/report.pdf" }), { json: false })).toBe(12);
    expect(lines.join("")).toContain("/x/report.pdf");
    expect(lines.join("")).not.toContain("at Object");
  });

  it("keeps the stack of a defect, the code of the command line's own errors, and 0 for --help", () => {
    const lines = recorded(process.stderr);
    expect(reportFailure(new TypeError("boom"), { json: false })).toBe(1);
    expect(lines.join("")).toContain("TypeError: boom");
    expect(reportFailure(new CommanderError(1, "commander.unknownOption", "x"), { json: false })).toBe(2);
    expect(reportFailure(new CommanderError(0, "commander.help", "x"), { json: false })).toBe(0);
    expect(reportFailure(new DOMException("x", "AbortError"), { json: false })).toBe(130);
  });
});

describe("createProgress", () => {
  it("rewrites one line on a terminal and prints plain lines elsewhere", () => {
    let clock = 0;
    const run = (isTTY: boolean): string => {
      const written: string[] = [];
      const progress = createProgress(
        { write: (text) => written.push(text), isTTY, columns: 40 },
        { now: () => clock },
      );
      progress.step("Collect");
      clock += 1500;
      progress.detail("half");
      progress.step("Print");
      clock += 500;
      progress.done();
      return written.join("");
    };
    expect(run(false)).toBe("Collect: done in 1.5 s\nPrint: done in 0.5 s\n");
    expect(run(true)).toContain("✓ Collect 1.5 s\n");
    expect(run(true)).toContain("half");
  });
});

describe("textTable", () => {
  it("aligns Chinese as wide as a terminal shows it", () => {
    expect(displayWidth("接通率 %")).toBe(8);
    expect(
      textTable(
        [
          ["指标", "值"],
          ["ab", "98.1"],
        ],
        [1],
      ),
    ).toBe("指标    值\nab    98.1");
  });
});
