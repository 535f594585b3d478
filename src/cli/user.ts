import { userInfo } from "node:os";

/** Who runs this, as records name them: the account of this machine. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
