import type { Socket } from "node:net";
import { type ControlMessage, send } from "./protocol.ts";

/** The processes that use the server: each holds one connection, and a newcomer gets the latest message at once. */
export class Clients {
  readonly #sockets = new Set<Socket>();
  #last: ControlMessage | null = null;
  #changed = (): void => undefined;

  add(socket: Socket): void {
    this.#sockets.add(socket);
    socket
      .on("error", () => undefined)
      .on("close", () => {
        this.#sockets.delete(socket);
        this.#changed();
      });
    // Nothing is ever said to us, but an end is only seen by who reads.
    socket.resume();
    if (this.#last !== null) send(socket, this.#last);
    this.#changed();
  }

  tell(message: ControlMessage): void {
    this.#last = message;
    for (const socket of this.#sockets) send(socket, message);
  }

  /** Resolves when there has been no client for a while. */
  allGone(lingerMs: number): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      this.#changed = () => {
        clearTimeout(timer);
        if (this.#sockets.size === 0) timer = setTimeout(resolve, lingerMs);
      };
      this.#changed();
    });
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroySoon();
  }
}
