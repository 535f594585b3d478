import { chmodSync, chownSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { Clients } from "./clients.ts";
import type { ServerFolders, ServerPointer } from "./folders.ts";
import type { ServerIdentity } from "./identity.ts";

/**
 * Listens for clients, and writes down where, so that processes with another idea of the temporary folder find it.
 *
 * @returns the function that ends both
 */
export async function openControl(
  folders: ServerFolders,
  path: string,
  identity: ServerIdentity,
  clients: Clients,
): Promise<() => void> {
  const server = createServer((socket) => clients.add(socket));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(path, resolve);
  });
  const close = (): void => {
    rmSync(folders.pointer, { force: true });
    server.close();
  };
  try {
    chmodSync(path, 0o600);
    chownSync(path, identity.uid, identity.gid);
    const pointer: ServerPointer = { supervisor: process.pid, control: path };
    writeFileSync(`${folders.pointer}.new`, `${JSON.stringify(pointer)}\n`);
    renameSync(`${folders.pointer}.new`, folders.pointer);
  } catch (error) {
    close();
    throw error;
  }
  return close;
}

export function readPointer(folders: ServerFolders): ServerPointer | null {
  try {
    return JSON.parse(readFileSync(folders.pointer, "utf8")) as ServerPointer;
  } catch {
    return null;
  }
}

/** Whether a living supervisor takes clients. */
export function controlAnswers(folders: ServerFolders): Promise<boolean> {
  const pointer = readPointer(folders);
  if (pointer === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(pointer.control);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
