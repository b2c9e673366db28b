import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpBindings, serve } from "@hono/node-server";
import { Hono } from "hono";
import { WebSocketServer } from "ws";
import { servePage } from "../page/socket.ts";
import { createRest, type Desk } from "../rest/pipeline.ts";
import { isWelcome } from "./host-guard.ts";

/** The one port on which REST, the gateway, the page and its files are had. */
export type OpenServer = { url: string; close(): Promise<void> };

export async function openServer(desk: Desk, statics: Hono, host: string, port: number): Promise<OpenServer> {
  const server = await listenOn(createApp(desk, statics, host), host, port);
  const closeSockets = acceptSockets(server, desk, host);
  return {
    url: addressOf(server, host),
    close() {
      closeSockets();
      return closeServer(server);
    },
  };
}

function createApp(desk: Desk, statics: Hono, host: string): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (context, next) => {
    if (isWelcome(context.env.incoming, host)) return next();
    return context.text("This playground answers only to this machine's own names.", 403);
  });
  app.route("/api/v10", createRest(desk));
  app.route("/", statics);
  return app;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function listenOn(app: Hono<{ Bindings: HttpBindings }>, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, () => resolve(asHttp(server)));
    server.once("error", reject);
  });
}

/** hono can serve HTTP/2 as well; asked for nothing special, it makes a plain server. */
function asHttp(server: ReturnType<typeof serve>): Server {
  if ("closeAllConnections" in server) return server;
  throw new Error("expected a plain HTTP server");
}

function addressOf(server: Server, host: string): string {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  // "Everywhere" is no address to go to.
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${address.port}`;
}

function acceptSockets(server: Server, { services }: Desk, host: string): () => void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1024 * 1024 });
  server.on("upgrade", (request, socket, head) => {
    // A line that breaks off now must not take the process with it, nor one that asks for no address at all.
    socket.on("error", () => socket.destroy());
    const asked = `http://playground${request.url ?? "/"}`;
    const { pathname, searchParams } = new URL(URL.canParse(asked) ? asked : "http://playground");
    const isKnown = pathname === "/gateway" || pathname === "/gateway/" || pathname === "/page";
    if (!isKnown || !isWelcome(request, host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      if (pathname === "/page") servePage(services, accepted, searchParams.get("person"));
      else services.gateway.accept(accepted);
    });
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}
