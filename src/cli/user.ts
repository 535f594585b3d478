import { userInfo } from "node:os";

/** Who asks, as records name them: whom `--by` names, else the user of this machine. */
export function whoIs(by: string | undefined): string {
  if (by !== undefined && by.trim() !== "") return by.trim();
  try {
    return userInfo().username;
  } catch {
    // A process without an entry in the system's list of users, as in a container.
    return process.env.USER ?? `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
