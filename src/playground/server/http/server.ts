import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { Hono } from "hono";
import { type WebSocket, WebSocketServer } from "ws";

/** The one port for REST, the gateway, the page and its files. */
type OpenServer = { url: string; close(): Promise<void> };

type ServerOptions = {
  host: string;
  /** 0 picks a free port. */
  port: number;
  /** Adds the HTTP routes. */
  mount(app: Hono<{ Bindings: HttpBindings }>): void;
  /** WebSocket endpoints by path. */
  sockets: Readonly<Record<string, (socket: WebSocket, query: URLSearchParams) => void>>;
};

const MAX_SOCKET_PAYLOAD = 1024 * 1024;

export async function openServer({ host, port, mount, sockets }: ServerOptions): Promise<OpenServer> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (context, next) => {
    if (isAllowedHost(context.env.incoming, host)) return next();
    return context.text("The playground only answers requests to this machine's own names.", 403);
  });
  mount(app);
  const server = await listen(app, host, port);
  const closeSockets = acceptSockets(server, host, sockets);
  return {
    url: urlOf(server, host),
    async close() {
      closeSockets();
      await closeServer(server);
    },
  };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function listen(app: Hono<{ Bindings: HttpBindings }>, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, () => resolve(asHttpServer(server)));
    server.once("error", reject);
  });
}

/** The adapter's type allows HTTP/2, but these options only create an HTTP/1 server. */
function asHttpServer(server: ReturnType<typeof serve>): Server {
  if ("closeAllConnections" in server) return server;
  throw new Error("Expected an HTTP/1.1 server");
}

function urlOf(server: Server, host: string): string {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  const isWildcard = host === "0.0.0.0" || host === "::";
  const name = isWildcard ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${address.port}`;
}

function acceptSockets(server: Server, host: string, endpoints: ServerOptions["sockets"]): () => void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_SOCKET_PAYLOAD });
  server.on("upgrade", (request, socket, head) => {
    // A connection that breaks now, or an invalid URL, must not crash the process.
    socket.on("error", () => socket.destroy());
    const target = `http://playground${request.url ?? "/"}`;
    const { pathname, searchParams } = new URL(URL.canParse(target) ? target : "http://playground");
    const path = pathname.replace(/\/$/, "");
    const accept = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
    if (accept === undefined || !isAllowedHost(request, host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => accept(accepted, searchParams));
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Accepts only requests to this machine's own names, from the playground's own page. Otherwise any website could point
 * its own domain at 127.0.0.1 (DNS rebinding) and use the playground through a visitor's browser.
 */
function isAllowedHost(request: IncomingMessage, boundHost: string): boolean {
  const { host, origin } = request.headers;
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  if (!(LOOPBACK.includes(name) || name === boundHost)) return false;
  // Browsers send the page's origin, so another site on this machine is refused too.
  return origin === undefined || origin === `http://${host}`;
}
