import { join } from "node:path";
import { type Arrangements, arrangements } from "./control/arrangements.ts";
import { createTime, type PlaygroundTime } from "./control/clock.ts";
import { createFaultSwitches } from "./control/fault-switches.ts";
import { createFaultDesk, type Faults } from "./control/faults.ts";
import { createSimulatedUser, type SimulatedUser, type SimulatedUserOptions } from "./control/simulated-user.ts";
import { createTraffic, type Frame, type Traffic } from "./control/traffic.ts";
import type { UpcomingSource } from "./control/upcoming.ts";
import { createDemoGroup, type DemoGroup } from "./demo/group.ts";
import { admitAgain } from "./demo/members.ts";
import { watchProgress } from "./demo/progress.ts";
import { createInteractions } from "./interactions/interactions.ts";
import {
  ALL_PEOPLE,
  APPLICATION_ID,
  BOT_TOKEN,
  createHome,
  HOME,
  PEOPLE,
  type Person,
  renewSilence,
} from "./model/home.ts";
import { createNonces } from "./model/nonces.ts";
import { createFiles } from "./persistence/files.ts";
import { openStore } from "./persistence/store.ts";
import { announceChanges, createGateway } from "./server/gateway/gateway.ts";
import { createSessionStarts, type SessionStart, type Sharding } from "./server/gateway/session-starts.ts";
import { createStatics } from "./server/http/assets.ts";
import { openServer } from "./server/http/server.ts";
import { createUploadRoute } from "./server/http/upload-route.ts";
import { createLimits } from "./server/rest/limits.ts";
import type { Desk } from "./server/rest/pipeline.ts";
import type { Services } from "./services.ts";

export type { APIMessage } from "discord-api-types/v10";
export type { AddedGuild, AddGuildOptions } from "./control/arrange.ts";
export type { Fault, FaultKind, Faults } from "./control/faults.ts";
export type { InteractionResult, ShownModal, SimulatedUser, SimulatedUserOptions } from "./control/simulated-user.ts";
export type { Post, Request, Traffic } from "./control/traffic.ts";
export type { Upcoming, UpcomingSource } from "./control/upcoming.ts";
export type { Person } from "./model/home.ts";

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
  clock: PlaygroundTime;
  /** Who knows what the bot will do next: the page offers to move time there. */
  setUpcoming(tell: UpcomingSource): void;
  upcoming: UpcomingSource;
  demo: DemoGroup;
  /** Every identify of every bot, and whether its shard's turn had come. */
  sessionStarts(): readonly SessionStart[];
  person(id: string, options?: SimulatedUserOptions): SimulatedUser;
  /** Bundles the page now, in the background, so that the first visitor need not wait. */
  preparePage(): Promise<void>;
  close(): Promise<void>;
} & Arrangements;

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
    url: () => `${url.replace(/^http/, "ws")}/gateway`,
    heartbeatMs,
    note,
    log,
  });
  const faults = createFaultDesk();
  const nonces = createNonces(time);
  // The store comes first: what the bot is told of must be kept by then.
  const store = dataDir === undefined ? undefined : openStore(world, nonces, dataDir);
  const services: Services = {
    world,
    gateway,
    starts,
    interactions: createInteractions(world, gateway),
    nonces,
    upcoming: { tell: async () => ({}) },
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
  const server = await openServer(desk, statics.app, host, options.port);
  url = server.url;

  return {
    url,
    apiUrl: `${url}/api`,
    token: BOT_TOKEN,
    applicationId: APPLICATION_ID,
    guild: HOME,
    people: { ...PEOPLE, all: ALL_PEOPLE },
    faults: faultControls(desk),
    traffic: services.traffic,
    clock: time,
    upcoming: (of) => services.upcoming.tell(of),
    setUpcoming(tell) {
      services.upcoming.tell = tell;
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
      services.progress.close();
      store?.close();
      await server.close();
    },
  };
}

/** Discord's own. */
const HEARTBEAT_MS = 41_250;

function faultControls({ services: { gateway }, faults, limits }: Desk): Faults {
  return {
    inject: faults.inject,
    hits: faults.hits,
    clear() {
      faults.clear();
      limits.setGlobal(undefined);
      gateway.muteHeartbeats(false);
    },
    setGlobalLimit: limits.setGlobal,
    dropSockets: gateway.dropSockets,
    requestReconnect: gateway.requestReconnect,
    invalidateSessions: (resumable = false) => gateway.invalidateSessions(resumable),
    muteHeartbeats: gateway.muteHeartbeats,
  };
}

function actorOf(services: Services, id: string, options: SimulatedUserOptions): SimulatedUser {
  const user = services.world.users.get(id);
  if (user === undefined) throw new Error(`nobody has the id ${id}`);
  return createSimulatedUser(services, user, options);
}
