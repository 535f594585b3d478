/** Why a server did not start, in words for the operator. */
export interface Failure {
  message: string;
  hint: string;
}

const OWN_SERVER = "Or set DATABASE_URL to a PostgreSQL server of your own.";

/** What the programs print, in the order in which it is looked for; texts of PostgreSQL 18 with `lc_messages = C`. */
const KNOWN: readonly { text: RegExp; failure: (log: string) => Failure }[] = [
  {
    text: /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT|wrote only \d+ of \d+ bytes/,
    failure: () => ({
      message: "The embedded PostgreSQL cannot start: the disk is full.",
      hint: `Make room where the project's .periodical folder lies. ${OWN_SERVER}`,
    }),
  },
  {
    text: /Read-only file system|EROFS/,
    failure: () => ({
      message: "The embedded PostgreSQL cannot start: its folder lies on a read-only file system.",
      hint: `Run in a project that can be written to. ${OWN_SERVER}`,
    }),
  },
  {
    text: /could not look up effective user ID/,
    failure: (log) => ({
      message: `The embedded PostgreSQL cannot start: user ${/user ID (\d+)/.exec(log)?.[1] ?? "id"} has no entry in the system's user list.`,
      hint: `Run as a user that has one (a line in /etc/passwd is enough). ${OWN_SERVER}`,
    }),
  },
  {
    text: /Permission denied|Operation not permitted|has wrong ownership|EACCES|EPERM/,
    failure: (log) => ({
      message: `The embedded PostgreSQL cannot start: ${lineWith(log, /Permission denied|not permitted|ownership|EACCES|EPERM/)}`,
      hint: `Give the user who runs Periodical the project's .periodical folder. ${OWN_SERVER}`,
    }),
  },
  {
    text: /Cannot allocate memory|could not map anonymous shared memory/,
    failure: () => ({
      message: "The embedded PostgreSQL cannot start: there is not enough memory.",
      hint: `It needs about 300 MB. ${OWN_SERVER}`,
    }),
  },
  {
    text: /could not locate a valid checkpoint record|invalid checkpoint record|incorrect checksum in control file/,
    failure: (log) => ({
      message: `The data folder of the embedded PostgreSQL is damaged: ${lineWith(log, /checkpoint|checksum/)}`,
      hint: "Restore .periodical/postgres from a backup, or delete that folder and import the data again.",
    }),
  },
];

/** Turns what the server printed into a message and a hint; unknown texts are quoted. */
export function explainFailure(log: string, what: string): Failure {
  const known = KNOWN.find(({ text }) => text.test(log));
  if (known !== undefined) return known.failure(log);
  return {
    message: `The embedded PostgreSQL cannot ${what}: ${lineWith(log, /FATAL|PANIC|[Ee]rror/)}`,
    hint: `See .periodical/postgres.log. ${OWN_SERVER}`,
  };
}

function lineWith(log: string, pattern: RegExp): string {
  const lines = log.trim().split("\n");
  const line = lines.find((candidate) => pattern.test(candidate)) ?? lines.at(-1) ?? "";
  // Without the time stamp and process number that start a line of the server.
  return line.replace(/^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] /, "").trim() || "it said nothing.";
}
