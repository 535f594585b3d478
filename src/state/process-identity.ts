import { readFile, readlink } from "node:fs/promises";

/**
 * Names a process so that another one can tell whether it still runs: this start of the machine, its group of process
 * numbers (a container has its own), the number, and when the process began, since numbers come again.
 * Empty where the system does not tell.
 */
export async function processIdentity(pid: number): Promise<string> {
  try {
    const [machine, begun] = await Promise.all([machineIdentity(), beginning(pid)]);
    return machine === "" || begun === null ? "" : `${machine} ${pid} ${begun}`;
  } catch {
    return "";
  }
}

let own: Promise<string> | undefined;

export function ownProcess(): Promise<string> {
  own ??= processIdentity(process.pid);
  return own;
}

/** Those of the identities that are known to run no more; of another machine's nothing is known. */
export async function goneOwners(identities: readonly string[]): Promise<string[]> {
  const here = await machineIdentity().catch(() => "");
  const gone: string[] = [];
  for (const identity of identities) {
    const [pid, begun] = identity.split(" ").slice(-2);
    if (here === "" || !identity.startsWith(`${here} `)) continue;
    const now = await beginning(Number(pid)).catch(() => undefined);
    if (now === null || (now !== undefined && now !== begun)) gone.push(identity);
  }
  return gone;
}

async function machineIdentity(): Promise<string> {
  const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  return `${boot} ${await readlink("/proc/self/ns/pid")}`;
}

/** Ticks since the machine's start at which a process began; null when there is none, or only what is left of it. */
async function beginning(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ESRCH") return null;
    throw error;
  });
  // The second field is the program's name in brackets and may hold anything.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields === undefined || fields[0] === "Z" || fields[0] === "X") return null;
  return fields[19] ?? null;
}
