import type { FromPage, ToPage } from "../server/page/protocol.ts";
import type { App } from "./state.ts";

export type Connection = { send: (message: FromPage) => boolean; close: () => void };

type ConnectionListener = {
  opened: () => void;
  received: (message: ToPage) => void;
  /** The connection broke. It reconnects automatically. */
  lost: () => void;
};

const FIRST_RETRY_MS = 300;
const MAX_RETRY_MS = 5_000;

/** One user's WebSocket to the playground. Reconnects with backoff. */
export function connect(userId: string | undefined, listener: ConnectionListener): Connection {
  let socket: WebSocket | undefined;
  let isClosed = false;
  let delay = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    socket = new WebSocket(socketUrl(userId));
    socket.addEventListener("open", () => {
      delay = FIRST_RETRY_MS;
      listener.opened();
    });
    socket.addEventListener("message", (event) => listener.received(JSON.parse(String(event.data))));
    socket.addEventListener("close", () => {
      if (isClosed) return;
      listener.lost();
      timer = setTimeout(open, delay);
      delay = Math.min(delay * 2, MAX_RETRY_MS);
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

function socketUrl(userId: string | undefined): string {
  const url = new URL("/page", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  if (userId !== undefined) url.searchParams.set("person", userId);
  return url.href;
}

type UploadedFile = { id: string; filename: string };

type UploadListener = { uploaded: (file: UploadedFile) => void; failed: (error: string) => void };

/** Opens a file dialog and uploads the chosen file. */
export function chooseFile(app: App, listener: UploadListener): void {
  const input = document.createElement("input");
  input.type = "file";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void upload(app, file, listener).then(app.update);
  });
  input.click();
}

async function upload({ state }: App, file: File, { uploaded, failed }: UploadListener): Promise<void> {
  const path = [state.channelId, state.userId, file.name].map((part) => encodeURIComponent(part ?? "")).join("/");
  try {
    const response = await fetch(`/uploads/${path}`, { method: "POST", body: file });
    if (!response.ok) return failed(await response.text());
    const result: unknown = await response.json();
    if (isUploadedFile(result)) uploaded(result);
    else failed("The playground couldn't store the file.");
  } catch {
    failed("The connection is down. Choose the file again in a moment.");
  }
}

function isUploadedFile(value: unknown): value is UploadedFile {
  if (typeof value !== "object" || value === null) return false;
  return "id" in value && typeof value.id === "string" && "filename" in value && typeof value.filename === "string";
}
