import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type HttpBindings, serve } from "@hono/node-server";
import { Hono } from "hono";
import { WebSocketServer } from "ws";
import {
  type AddedGuild,
  type AddGuildOptions,
  addGuild,
  addMembers,
  directChannel,
  privateChannel,
  removeChannel,
  removeGuild,
  setBotPermissions,
  setBotRole,
  setDirectMessages,
  setModerator,
  setUserInstall,
} from "./arrange.ts";
import { createDemoGroup, type DemoGroup } from "./demo/group.ts";
import { admitAgain } from "./demo/members.ts";
import { createFaultSwitches } from "./fault-switches.ts";
import { createFaultDesk, type Faults } from "./faults.ts";
import { createFiles } from "./files.ts";
import type { Foresight } from "./foresight.ts";
import { announceChanges, createGateway } from "./gateway/gateway.ts";
import { createSessionStarts, type SessionStart, type Sharding } from "./gateway/session-starts.ts";
import { isWelcome } from "./host-guard.ts";
import { createInteractions } from "./interactions/interactions.ts";
import { createNonces } from "./nonces.ts";
import { watchProgress } from "./page-progress.ts";
import { servePage } from "./page-server.ts";
import { type Actor, type ActorOptions, createActor } from "./person.ts";
import { createLimits } from "./rest/limits.ts";
import { createRest, type Desk } from "./rest/pipeline.ts";
import type { Services } from "./services.ts";
import { createStatics } from "./statics.ts";
import { openStore } from "./store.ts";
import { createTime, type PlaygroundTime } from "./time.ts";
import { createTraffic, type Frame, type Traffic } from "./traffic.ts";
import { createUploadRoute } from "./upload-route.ts";
import {
  ALL_PEOPLE,
  APPLICATION_ID,
  BOT_TOKEN,
  createHome,
  HOME,
  PEOPLE,
  type Person,
  renewSilence,
} from "./world/home.ts";
import type { World } from "./world/world.ts";

export type { APIMessage } from "discord-api-types/v10";
export type { AddedGuild, AddGuildOptions } from "./arrange.ts";
export type { Fault, FaultKind, Faults } from "./faults.ts";
export type { Foresight, Upcoming } from "./foresight.ts";
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
  /** How many question days the demo group plays; default 60. */
  demoDays?: number;
  /** How many shards Discord asks for, and how many may identify at once, which is then enforced. */
  sharding?: Sharding;
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
  /** What the bot in it takes for its clock, where both are to agree. */
  time: PlaygroundTime;
  /** Who knows what the bot will do next: the page offers to move time there. */
  foresee(tell: Foresight): void;
  upcoming: Foresight;
  demo: DemoGroup;
  /** Every identify of every bot, and whether its shard's turn had come. */
  sessionStarts(): readonly SessionStart[];
  person(id: string, options?: ActorOptions): Actor;
  /** Bundles the page now, in the background, so that the first visitor need not wait. */
  preparePage(): Promise<void>;
  close(): Promise<void>;
} & Arrangements;

/** What a test arranges while the bot runs. */
type Arrangements = {
  addGuild(options?: AddGuildOptions): AddedGuild;
  removeGuild(guildId: string): void;
  /** Members of the home guild beside its five people; a page opened later knows their names. */
  addMembers(names: readonly string[]): { id: string; name: string }[];
  deleteChannel(channelId: string): void;
  /** Sets the bot's own overwrite in one channel: these bits allowed, these denied. */
  setBotPermissions(channelId: string, overwrite: { allow?: bigint; deny?: bigint }): void;
  /** Sets what the bot's role gives it in a whole guild. */
  setBotRole(guildId: string, permissions: bigint): void;
  /** Makes a member of the home guild a moderator, or no longer one. */
  setModerator(userId: string, isModerator: boolean): void;
  /** Closes a person's direct messages to the bot (50007), or opens them again. */
  setDirectMessages(userId: string, are: "open" | "closed"): void;
  /** The channel of direct messages between the bot and a person; its id. */
  directChannel(userId: string): string;
  /** A private channel among people, without the bot; its id. */
  addPrivateChannel(userIds: readonly string[]): string;
  /** Installs the bot for one person, or takes that back: they may then use it where it is not. */
  setUserInstall(userId: string, isInstalled: boolean): void;
};

/** A local Discord on one port: REST, gateway, and a page that shows it. */
export async function openPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { host = "127.0.0.1", dataDir, log = () => {} } = options;
  let url = "";
  const time = createTime(dataDir);
  const world = createHome(time);
  time.onMove(() => renewSilence(world));
  const heartbeatMs = options.heartbeatMs ?? HEARTBEAT_MS;
  const starts = createSessionStarts(options.sharding);
  const traffic = createTraffic();
  const note = (frame: Omit<Frame, "at">) => traffic.frame({ at: time.now(), ...frame });
  const gateway = createGateway({
    world,
    starts,
    token: BOT_TOKEN,
    url: () => gatewayUrl(url),
    heartbeatMs,
    note,
    log,
  });
  const faults = createFaultDesk();
  const nonces = createNonces(time.now);
  // The store comes first: what the bot is told of must be kept by then.
  const store = dataDir === undefined ? undefined : openStore(world, nonces, dataDir);
  const services: Services = {
    world,
    gateway,
    starts,
    interactions: createInteractions(world, gateway),
    nonces,
    foresight: { tell: async () => ({}) },
    files: createFiles(dataDir === undefined ? undefined : join(dataDir, "files")),
    demo: createDemoGroup(() => services, { dataDir, days: options.demoDays }),
    progress: watchProgress(world, dataDir),
    switches: createFaultSwitches(faults, gateway),
    traffic,
    url: () => url,
    log,
  };
  admitAgain(world, dataDir);
  announceChanges(world, gateway);

  const desk: Desk = {
    services,
    faults,
    limits: createLimits(options.limits !== "none", time.now),
    token: BOT_TOKEN,
  };
  const statics = createStatics(services.files, createUploadRoute(services));
  const server = await listenOn(createApp(desk, statics.app, host), host, options.port);
  url = addressOf(server, host);
  const closeSockets = acceptSockets(server, services, host);

  return {
    url,
    apiUrl: `${url}/api`,
    token: BOT_TOKEN,
    applicationId: APPLICATION_ID,
    guild: HOME,
    people: { ...PEOPLE, all: ALL_PEOPLE },
    faults: faultControls(desk),
    traffic: services.traffic,
    time,
    upcoming: (of) => services.foresight.tell(of),
    foresee(tell) {
      services.foresight.tell = tell;
    },
    demo: services.demo,
    sessionStarts: starts.all,
    ...arrangements(world),
    person: (id, actorOptions = {}) => actorOf(services, id, actorOptions),
    preparePage: statics.prepare,
    async close() {
      services.demo.stop();
      services.interactions.close();
      gateway.close();
      closeSockets();
      services.progress.close();
      store?.close();
      await closeServer(server);
    },
  };
}

/** Discord's own. */
const HEARTBEAT_MS = 41_250;

function gatewayUrl(url: string): string {
  return `${url.replace(/^http/, "ws")}/gateway`;
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

function arrangements(world: World): Arrangements {
  return {
    addGuild: (plan = {}) => addGuild(world, plan),
    removeGuild: (guildId) => removeGuild(world, guildId),
    addMembers: (names) => addMembers(world, names),
    deleteChannel: (channelId) => removeChannel(world, channelId),
    setBotPermissions: (channelId, overwrite) => setBotPermissions(world, channelId, overwrite),
    setBotRole: (guildId, permissions) => setBotRole(world, guildId, permissions),
    setModerator: (userId, isModerator) => setModerator(world, userId, isModerator),
    setDirectMessages: (userId, are) => setDirectMessages(world, userId, are),
    directChannel: (userId) => directChannel(world, userId),
    addPrivateChannel: (userIds) => privateChannel(world, userIds),
    setUserInstall: (userId, isInstalled) => setUserInstall(world, userId, isInstalled),
  };
}

function faultControls({ services: { gateway }, faults, limits }: Desk): Faults {
  return {
    inject: faults.inject,
    struck: faults.struck,
    clear() {
      faults.clear();
      limits.setGlobal(undefined);
      gateway.muteHeartbeats(false);
    },
    globalLimit: limits.setGlobal,
    dropSockets: gateway.dropSockets,
    askToReconnect: gateway.askToReconnect,
    invalidateSessions: (resumable = false) => gateway.invalidateSessions(resumable),
    muteHeartbeats: gateway.muteHeartbeats,
  };
}

function actorOf(services: Services, id: string, options: ActorOptions): Actor {
  const user = services.world.users.get(id);
  if (user === undefined) throw new Error(`nobody has the id ${id}`);
  return createActor(services, user, options);
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

function acceptSockets(server: Server, services: Services, host: string): () => void {
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
