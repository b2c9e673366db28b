import { join } from "node:path";
import { type Applications, createApplications } from "./applications.ts";
import { type Clock, createClock } from "./control/clock.ts";
import { createFaultInjector, createFaultSwitches, type FaultInjector, type Faults } from "./control/faults.ts";
import { createControlRoutes } from "./control/routes.ts";
import { applySeed, parseSeedFile, type Seeded, type SeedFile } from "./control/seed-file.ts";
import { createSetup, type Setup } from "./control/setup.ts";
import { createSimulatedUser, type SimulatedUser, type SimulatedUserOptions } from "./control/simulated-user.ts";
import { createTraffic, type Traffic } from "./control/traffic.ts";
import { createUserContent } from "./control/user-content.ts";
import { createDemoGroup, type DemoGroup, restoreDemoMembers } from "./demo/group.ts";
import { createGuide } from "./demo/guide.ts";
import { postNow } from "./demo/rootine.ts";
import { ALL_PEOPLE, APPLICATION_ID, BOT_TOKEN, createSeed, HOME, PEOPLE, type Person } from "./demo/seed.ts";
import { createModel } from "./model/model.ts";
import { createFiles } from "./persistence/files.ts";
import { openStore } from "./persistence/store.ts";
import { dispatchOf } from "./server/gateway/dispatches.ts";
import { createGateway, type Gateway } from "./server/gateway/gateway.ts";
import type { SessionStart, Sharding } from "./server/gateway/handshake.ts";
import { createAttachmentRoute, createPageRoute, createUploadRoute } from "./server/http/assets.ts";
import { openServer } from "./server/http/server.ts";
import type { UpcomingSource } from "./server/page/protocol.ts";
import { createPageSocket } from "./server/page/socket.ts";
import { createRest, VERSIONS } from "./server/rest/rest.ts";

export type { APIMessage } from "discord-api-types/v10";
export type { Fault, FaultKind, Faults } from "./control/faults.ts";
export type { AddedGuild, AddGuildOptions } from "./control/setup.ts";
export type {
  InteractionResult,
  ShownModal,
  SimulatedUser,
  SimulatedUserOptions,
} from "./control/simulated-user.ts";
export type { Post, Request, Traffic } from "./control/traffic.ts";
export type { Person } from "./demo/seed.ts";
export type { Upcoming, UpcomingSource } from "./server/page/protocol.ts";

export type PlaygroundOptions = {
  /** 0 picks a free port. */
  port: number;
  host?: string;
  /** Where the home guild and its messages are stored. By default, only in memory. */
  dataDir?: string;
  log?: (line: string) => void;
  /**
   * "discord", the default, enforces rate limits such as 5 messages per 5 s in a channel and 50 requests per second in
   * total. "none" only sends their headers.
   */
  limits?: "discord" | "none";
  heartbeatMs?: number;
  /** How many question days the demo group simulates. Default 60. */
  demoDays?: number;
  /** How many shards Discord recommends, and how many may identify simultaneously. The latter is enforced if set. */
  sharding?: Sharding;
};

export type Playground = {
  url: string;
  /** For discord.js's `rest.api`. */
  apiUrl: string;
  token: string;
  applicationId: string;
  guild: typeof HOME;
  people: typeof PEOPLE & { all: readonly Person[] };
  /** The supported operations of Discord's REST API, such as "POST /channels/{channel_id}/messages". */
  operations: readonly string[];
  faults: Faults;
  traffic: Traffic;
  /** The clock that a bot must use to see the same time. */
  clock: Clock;
  /** Sets the source of the bot's upcoming events. The page offers to move the clock to them. */
  setUpcoming(source: UpcomingSource): void;
  upcoming: UpcomingSource;
  demo: DemoGroup;
  /** Every identify of every bot, and whether it was accepted. */
  sessionStarts(): readonly SessionStart[];
  person(id: string, options?: SimulatedUserOptions): SimulatedUser;
  /** Adds what a seed file, in YAML or JSON, describes. */
  seed(text: string): Seeded;
  /** Bundles the page ahead of the first visit. */
  preparePage(): Promise<void>;
  close(): Promise<void>;
} & Setup;

/** The interval that Discord uses. */
const HEARTBEAT_MS = 41_250;

/** A local Discord on one port: REST, gateway, and a page that shows it. */
export async function openPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { host = "127.0.0.1", dataDir, log = () => {} } = options;
  let baseUrl = "";
  const url = () => baseUrl;
  const gatewayUrl = () => `${baseUrl.replace(/^http/, "ws")}/gateway`;

  const clock = createClock(dataDir);
  const model = createModel(createSeed(), clock);
  const { view } = model;
  // The first subscriber, because a change must be persisted before the bot receives it.
  const store = dataDir === undefined ? undefined : openStore(model, dataDir);
  const files = createFiles(dataDir === undefined ? undefined : join(dataDir, "files"));
  restoreDemoMembers(model, dataDir);

  const traffic = createTraffic(model);
  const gateway: Gateway = createGateway({
    view,
    applicationOf: (token) => applications.byToken(token),
    url: gatewayUrl,
    heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS,
    recordFrame: traffic.recordFrame,
    log,
  });
  model.subscribe((event) => {
    for (const { model: own } of applications.all()) {
      const dispatch = dispatchOf(own.view, event);
      if (dispatch !== undefined) gateway.dispatch(own.view.applicationId, dispatch);
    }
  });
  const applications: Applications = createApplications({
    files,
    sharding: options.sharding,
    isLimited: options.limits !== "none",
    url,
    gatewayUrl,
    dispatch: gateway.dispatch,
  });
  const home = applications.add(BOT_TOKEN, model);
  const { interactions, composer, routes } = home;
  const actions = applications.actions(home);
  const content = createUserContent(model, composer, files, url);
  const person = (id: string, userOptions: SimulatedUserOptions = {}) => {
    const user = view.users.get(id);
    if (user === undefined) throw new Error(`No user ${id}`);
    const { applicationId } = userOptions;
    if (applicationId === undefined) return createSimulatedUser(view, actions, content, user, userOptions);
    const application = applications.byId(applicationId);
    if (application === undefined) throw new Error(`No application ${applicationId}`);
    return createSimulatedUser(application.model.view, application.actions, content, user, userOptions);
  };

  let upcomingSource: UpcomingSource = async () => ({});
  const upcoming: UpcomingSource = (of) => upcomingSource(of);
  const faults = createFaultInjector();
  const switches = createFaultSwitches(faults, gateway.setDown);
  const guide = createGuide(model, interactions, dataDir);
  const demo = createDemoGroup({ model, clock, upcoming, user: person, days: options.demoDays, dataDir, log });

  const page = createPageRoute();
  const pageSocket = createPageSocket({
    model,
    clock,
    upcoming,
    actions,
    content,
    gateway,
    traffic,
    guide,
    demo,
    postNow: (channelId) => postNow(person(PEOPLE.moderator.id), channelId),
    switches,
    visitors: ALL_PEOPLE,
    log,
  });
  const setup = createSetup(model);
  const faultControl = faultControls(faults, applications, gateway);
  const seed = (file: SeedFile) =>
    applySeed(model, file, (bot, token, isPrivileged) =>
      applications.add(token, model.addApplication(bot, isPrivileged)),
    );
  const control = createControlRoutes({
    view,
    clock,
    traffic,
    faults: faultControl,
    seed,
    person,
    applications: applications.all,
  });
  const server = await openServer({
    host,
    port: options.port,
    mount(app) {
      const rest = createRest({ view, faults, applicationOf: applications.ofRequest, traffic, log }, routes);
      app.route("/_control", control);
      for (const path of [...VERSIONS.map((version) => `/api/v${version}`), "/api"]) app.route(path, rest);
      app.route("/uploads", createUploadRoute(view, content));
      app.route("/attachments", createAttachmentRoute(files));
      app.route("/", page.app);
    },
    sockets: { "/gateway": gateway.accept, "/page": pageSocket },
  });
  baseUrl = server.url;

  return {
    url: baseUrl,
    apiUrl: `${baseUrl}/api`,
    token: BOT_TOKEN,
    applicationId: APPLICATION_ID,
    guild: HOME,
    people: { ...PEOPLE, all: ALL_PEOPLE },
    operations: routes.map(({ method, path }) => `${method} ${path}`),
    faults: faultControl,
    traffic,
    clock,
    upcoming,
    setUpcoming(source) {
      upcomingSource = source;
    },
    demo,
    sessionStarts: home.sessionStarts.all,
    ...setup,
    seed: (text) => seed(parseSeedFile(text)),
    person,
    preparePage: page.prepare,
    async close() {
      demo.stop();
      for (const application of applications.all()) application.interactions.close();
      gateway.close();
      store?.close();
      await server.close();
    },
  };
}

function faultControls(faults: FaultInjector, applications: Applications, gateway: Gateway): Faults {
  const setGlobalLimit = (perSecond: number | undefined) => {
    for (const { limits } of applications.all()) limits.setGlobal(perSecond);
  };
  return {
    inject: faults.inject,
    hits: faults.hits,
    clear() {
      faults.clear();
      setGlobalLimit(undefined);
      gateway.muteHeartbeats(false);
    },
    setGlobalLimit,
    dropSockets: gateway.dropSockets,
    requestReconnect: gateway.requestReconnect,
    invalidateSessions: (resumable = false) => gateway.invalidateSessions(resumable),
    muteHeartbeats: gateway.muteHeartbeats,
  };
}
