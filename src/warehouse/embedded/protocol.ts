import type { Socket } from "node:net";
import type { Failure } from "./failure.ts";

/** How to connect to the embedded server. */
export interface EmbeddedAddress {
  /** Folder of the unix socket. */
  host: string;
  port: number;
  user: string;
  database: string;
}

/**
 * What the supervisor tells each client over the control socket, one JSON object per line. Clients say nothing: an open
 * connection means that they use the server.
 */
export type ControlMessage =
  | { type: "progress"; text: string }
  | { type: "ready"; address: EmbeddedAddress }
  | { type: "failed"; failure: Failure };

export function send(socket: Socket, message: ControlMessage): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `receive` for each message that arrives, however the bytes are cut. */
export function onMessage(socket: Socket, receive: (message: ControlMessage) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) receive(JSON.parse(line) as ControlMessage);
  });
}
