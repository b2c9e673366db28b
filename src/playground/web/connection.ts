import type { FromPage } from "../server/page/frames.ts";
import type { ToPage } from "../server/page/protocol.ts";

export type Connection = { send: (message: FromPage) => boolean; close: () => void };

export type Listener = {
  opened: () => void;
  received: (message: ToPage) => void;
  /** Lost, not closed by us; it tries again by itself. */
  lost: () => void;
};

const FIRST_WAIT = 300;
const LONGEST_WAIT = 5_000;

/** One person's WebSocket to the local Discord, opened again whenever it breaks. */
export function connect(personId: string | undefined, listener: Listener): Connection {
  let socket: WebSocket | undefined;
  let isClosed = false;
  let wait = FIRST_WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    socket = new WebSocket(addressOf(personId));
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT;
      listener.opened();
    });
    socket.addEventListener("message", (event) => listener.received(JSON.parse(String(event.data))));
    socket.addEventListener("close", () => {
      if (isClosed) return;
      listener.lost();
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };
  open();

  return {
    send(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

function addressOf(personId: string | undefined): string {
  const address = new URL("/page", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  if (personId !== undefined) address.searchParams.set("person", personId);
  return address.href;
}
