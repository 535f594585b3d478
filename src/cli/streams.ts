import { PeriodicalError } from "../errors.ts";
import { reportFailure } from "./failure.ts";

/**
 * Writing to a reader who has gone (`periodical show … | head`) is no failure: what is left to do is done, and nothing more is
 * said. Anything else that keeps the output from being written, a full disk for one, is told on the other stream.
 */
export function minding(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams)
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE" || Number(process.exitCode ?? 0) !== 0) return;
      const said = new PeriodicalError(
        "OUTPUT_UNWRITABLE",
        `What was to be printed could not be written: ${error.message}`,
        {
          hint: "Make room, or print elsewhere.",
          cause: error,
        },
      );
      process.exitCode = reportFailure(said, { json: false });
    });
}
