import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type HttpBindings, serve } from "@hono/node-server";
import { Hono } from "hono";
import { WebSocketServer } from "ws";
import { type AddedGuild, type AddGuildOptions, addGuild, setBotPermissions } from "./arrange.ts";
import { createFaultDesk, type Faults } from "./faults.ts";
import { createFiles } from "./files.ts";
import { announceChanges, createGateway, type GatewayOptions } from "./gateway/gateway.ts";
import { isWelcome } from "./host-guard.ts";
import { createInteractions } from "./interactions/interactions.ts";
import { createNonces } from "./nonces.ts";
import { servePage } from "./page-server.ts";
import { type Actor, type ActorOptions, createActor } from "./person.ts";
import { createLimits } from "./rest/limits.ts";
import { createRest } from "./rest/pipeline.ts";
import type { Services } from "./services.ts";
import { createStatics } from "./statics.ts";
import { openStore } from "./store.ts";
import { createTraffic, type Traffic } from "./traffic.ts";
import { deleteChannel } from "./world/channels.ts";
import { ALL_PEOPLE, APPLICATION_ID, BOT_TOKEN, createHome, HOME, PEOPLE, type Person } from "./world/home.ts";

export type { APIMessage } from "discord-api-types/v10";
export type { AddedGuild, AddGuildOptions } from "./arrange.ts";
export type { Fault, FaultKind, Faults } from "./faults.ts";
export type { Actor, ActorOptions, Seen, ShownModal } from "./person.ts";
export type { Post, Request, Traffic } from "./traffic.ts";
export type { Person } from "./world/home.ts";

export type PlaygroundOptions = {
  /** 0 takes any free port. */
  port: number;
  host?: string;
  /** Where the home guild's messages are kept; absent: memory only. */
  dataDir?: string;
  log?: (line: string) => void;
  /** "discord" (the default) enforces the buckets a bot meets at Discord, 5 messages per 5 s and channel; "none" only names them. */
  limits?: "discord" | "none";
  heartbeatMs?: number;
};

export type Playground = {
  url: string;
  /** What discord.js takes as `rest.api`. */
  apiUrl: string;
  token: string;
  applicationId: string;
  guild: typeof HOME;
  people: typeof PEOPLE & { all: readonly Person[] };
  faults: Faults;
  traffic: Traffic;
  addGuild(options?: AddGuildOptions): AddedGuild;
  removeGuild(guildId: string): void;
  deleteChannel(channelId: string): void;
  /** Sets what the bot may do in one channel: the bits named in `allow` and `deny`, as Discord's overwrite for its role. */
  setBotPermissions(channelId: string, overwrite: { allow?: bigint; deny?: bigint }): void;
  person(id: string, options?: ActorOptions): Actor;
  /** Bundles the page now, in the background, so that the first visitor need not wait. */
  preparePage(): Promise<void>;
  close(): Promise<void>;
};

/** A local Discord on one port: REST, gateway, and a page that shows it. */
export async function openPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { host = "127.0.0.1", log = () => {} } = options;
  let url = "";
  const world = createHome();
  const gatewayOptions: GatewayOptions = {
    world,
    token: BOT_TOKEN,
    url: () => `${url.replace(/^http/, "ws")}/gateway`,
    heartbeatMs: options.heartbeatMs ?? 41_250,
    log,
  };
  const gateway = createGateway(gatewayOptions);
  const nonces = createNonces();
  const files = createFiles(options.dataDir === undefined ? undefined : join(options.dataDir, "files"));
  const store = options.dataDir === undefined ? undefined : openStore(world, nonces, options.dataDir);
  const traffic = createTraffic();
  const services: Services = {
    world,
    gateway,
    interactions: createInteractions(world, gateway),
    nonces,
    files,
    traffic,
    url: () => url,
    log,
  };
  announceChanges(world, gateway);

  const desk = createFaultDesk();
  const limits = createLimits(options.limits !== "none");
  const statics = createStatics(files);
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (context, next) => {
    if (!isWelcome(context.env.incoming, host))
      return context.text("This playground answers only to this machine's own names.", 403);
    return next();
  });
  app.route("/api/v10", createRest({ services, faults: desk, limits, token: BOT_TOKEN }));
  app.route("/", statics.app);
  const server = await listenOn(app, host, options.port);
  url = addressOf(server, host);
  const closeSockets = acceptSockets(server, services, host);

  return {
    url,
    apiUrl: `${url}/api`,
    token: BOT_TOKEN,
    applicationId: APPLICATION_ID,
    guild: HOME,
    people: { ...PEOPLE, all: ALL_PEOPLE },
    faults: {
      inject: desk.inject,
      clear: () => {
        desk.clear();
        limits.setGlobal(undefined);
        gateway.muteHeartbeats(false);
      },
      struck: desk.struck,
      globalLimit: limits.setGlobal,
      dropSockets: gateway.dropSockets,
      askToReconnect: gateway.askToReconnect,
      invalidateSessions: (resumable = false) => gateway.invalidateSessions(resumable),
      muteHeartbeats: gateway.muteHeartbeats,
    },
    traffic,
    addGuild: (plan = {}) => addGuild(world, plan),
    removeGuild(guildId) {
      const guild = world.guilds.get(guildId);
      if (guild === undefined) throw new Error(`no guild ${guildId}`);
      world.guilds.delete(guildId);
      for (const id of [...guild.channels.keys(), ...guild.threads.keys()]) world.channels.delete(id);
      for (const listener of world.listeners) listener({ type: "guild", change: "deleted", guild });
    },
    deleteChannel(channelId) {
      const channel = world.channels.get(channelId);
      if (channel === undefined) throw new Error(`no channel ${channelId}`);
      deleteChannel(world, channel);
    },
    setBotPermissions: (channelId, overwrite) => setBotPermissions(world, channelId, overwrite),
    person(id, actorOptions = {}) {
      const user = world.users.get(id);
      if (user === undefined) throw new Error(`nobody has the id ${id}`);
      return createActor(services, user, actorOptions);
    },
    preparePage: statics.prepare,
    async close() {
      services.interactions.close();
      gateway.close();
      closeSockets();
      store?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
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

function acceptSockets(server: Server, services: Services, host: string): () => void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1024 * 1024 });
  server.on("upgrade", (request, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://playground");
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
