/**
 * Exit codes are public: schedulers and shell scripts depend on them. `docs/exit-codes.md` lists them and a test keeps
 * both in step.
 */
export const EXIT_CODES = {
  /** A defect of Periodical: printed with a stack trace. */
  INTERNAL: 1,
  /** Wrong arguments on the command line. */
  USAGE: 2,
  /** `periodical.yaml` or a file under `config/` is not valid. */
  CONFIG_INVALID: 3,
  /** The warehouse cannot be reached, refuses the login, or cannot be started. */
  WAREHOUSE_UNREACHABLE: 4,
  /** A table, column or expression of the configuration does not work in the warehouse, or a query failed. */
  WAREHOUSE_QUERY: 5,
  /** The period is in the future, not closed, or not written as a period. */
  PERIOD_INVALID: 6,
  /** The warehouse holds no row for the period. */
  NO_DATA: 7,
  /** The scope names a dimension or member that does not exist. */
  SCOPE_UNKNOWN: 8,
  /** An import was refused: already loaded, too many bad rows, unreadable file. */
  IMPORT_REJECTED: 9,
  /** A document could not be drawn or printed. */
  RENDER_FAILED: 10,
  /** A printed document did not pass its reading-back: figure missing, chart missing, glyph missing, text cut. */
  DOCUMENT_FAULTY: 11,
  /** A file could not be written: disk full, no permission. */
  OUTPUT_UNWRITABLE: 12,
  /** Another process holds what this one needs. */
  BUSY: 13,
  /** An edition or figure that was asked for does not exist. */
  NOT_FOUND: 14,
  /** The archive is not as it was filed: a file altered, missing or added, the chain broken. */
  ARCHIVE_DAMAGED: 15,
  /** Periodical may not keep tables of its own (actions, deliveries): the warehouse is read-only for its role. */
  STATE_READ_ONLY: 16,
  /** Not everybody was served: some deliveries failed for now or were given up. */
  DELIVERY_FAILED: 17,
  /** Delivery is switched off in this project. */
  DELIVERY_OFF: 18,
  /** Stopped by Ctrl-C or SIGTERM. */
  INTERRUPTED: 130,
} as const;

export type ErrorCode = keyof typeof EXIT_CODES;

/**
 * A problem the operator can fix: what happened (`message`), where (`where`: file, line, key or object) and what to do
 * (`hint`). Anything else that is thrown is a defect and keeps its stack trace. Never put a secret into any of the three.
 */
export class PeriodicalError extends Error {
  override readonly name = "PeriodicalError";
  readonly code: ErrorCode;
  readonly hint: string;
  readonly where: string | undefined;
  /** Machine-readable details for `--json`. */
  readonly details: unknown;

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & { hint: string; where?: string; details?: unknown },
  ) {
    super(message, options);
    this.code = code;
    this.hint = options.hint;
    this.where = options.where;
    this.details = options.details;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}
