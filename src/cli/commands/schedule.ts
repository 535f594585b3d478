import { Command, InvalidArgumentError } from "commander";
import { withContext } from "../context.ts";

export function scheduleCommand(): Command {
  return new Command("schedule")
    .description("The next runs of every report that has a schedule: when, in which zone, which period.")
    .argument("[reports...]", "only these reports")
    .option("--count <number>", "runs of each report", countOf, 3)
    .option("--json", "print the runs as JSON")
    .action(async (reports: string[], options: { count: number }, command: Command) => {
      await withContext(command, async (context) => {
        const { entryOf, loadConfig } = await import("../../config/load.ts");
        const { timetableOf } = await import("../../schedule/timetable.ts");
        const { nextRuns } = await import("../../schedule/due.ts");
        const { textTable } = await import("../text-table.ts");
        const { localTime } = await import("../local-time.ts");

        const config = await loadConfig(context.root);
        for (const report of reports) entryOf(config, "reports", report);
        const wanted = reports.length > 0 ? reports : Object.keys(config.reports);
        const now = new Date();
        const runs = wanted
          .flatMap((report) => {
            const table = timetableOf(config, report);
            if (table === null) return [];
            const zone = table.schedule.timezone ?? table.rules.zone;
            return nextRuns(table, now, options.count).map(({ period, due }) => ({ report, period, due, zone }));
          })
          .sort((a, b) => a.due.getTime() - b.due.getTime());
        if (context.json) {
          const shown = runs.map(({ report, period, due, zone }) => ({ report, period: period.id, due, zone }));
          context.print(JSON.stringify(shown, null, 2));
          return;
        }
        context.print(
          runs.length === 0
            ? "No report has a schedule. Give one `schedule: {cron: …}` in config/, see docs/schedules.md."
            : textTable([
                ["due", "zone", "report", "period"],
                ...runs.map(({ report, period, due, zone }) => [localTime(due, zone), zone, report, period.id]),
              ]),
        );
      });
    });
}

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new InvalidArgumentError("It must be a whole number from 1 to 100.");
}
