import type { APIUser } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import type { Traffic } from "../../control/traffic.ts";
import { commandsFor } from "../../interactions/command-access.ts";
import { ClientError } from "../../interactions/types.ts";
import { apiRole } from "../../model/guild-json.ts";
import type { Model } from "../../model/model.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { type FrameOptions, handleFrame, sendTime, type Window } from "./frame-handler.ts";
import {
  type DemoState,
  type FaultState,
  type FromPage,
  type PageUser,
  type Progress,
  parseFromPage,
  type ToPage,
} from "./protocol.ts";
import { createTrafficFeed } from "./traffic-feed.ts";
import { eventFrame, otherMembers, pageChannels } from "./view.ts";

type Watchable<State, Name extends string> = { onChange(listener: () => void): () => void } & Record<Name, () => State>;

type PageSocketOptions = FrameOptions & {
  model: Model;
  gateway: Pick<Gateway, "isBotOnline" | "onBotOnline">;
  traffic: Traffic;
  guide: Watchable<Progress, "progress">;
  demo: FrameOptions["demo"] & Watchable<DemoState, "state">;
  switches: FrameOptions["switches"] & Watchable<FaultState, "state">;
  visitors: readonly PageUser[];
  log(line: string): void;
};

/** Far more than any message of the page. */
const MAX_FRAME_LENGTH = 64 * 1024;

/** Serves one browser window, in which a visitor is one user of the home guild. */
export function createPageSocket(options: PageSocketOptions): (socket: WebSocket, query: URLSearchParams) => void {
  const { model, visitors, log } = options;
  return (socket, query) => {
    const visitor = visitors.find(({ id }) => id === query.get("person")) ?? visitors[0];
    const user = visitor === undefined ? undefined : model.view.users.get(visitor.id);
    if (visitor === undefined || user === undefined) {
      socket.close(1011, "The home guild has no users");
      return;
    }
    model.channels.openDirect(user);
    const send = (message: ToPage) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    };
    const trafficFeed = createTrafficFeed(options.traffic, send);
    const window: Window = { user, send, trafficFeed, fail: (error) => fail(options, send, error) };
    const subscriptions = subscribe(options, window);
    socket.on("close", () => {
      trafficFeed.stop();
      for (const unsubscribe of subscriptions) unsubscribe();
    });
    socket.on("error", (error) => log(`page: ${error.message}`));
    socket.on("message", (data) => receive(options, window, String(data)));
    send(hello(options, visitor, user));
  };
}

function subscribe(options: PageSocketOptions, window: Window): (() => void)[] {
  const { model, clock, gateway, guide, switches, demo, visitors } = options;
  const { user, send } = window;
  return [
    model.subscribe((event) => {
      const frame = eventFrame(model.view, user, event);
      if (frame !== undefined) send(frame);
    }),
    gateway.onBotOnline((online) => send({ type: "bot", online })),
    clock.onMove(() => sendTime(options, window)),
    guide.onChange(() => send({ type: "progress", progress: guide.progress() })),
    switches.onChange(() => send({ type: "faults", faults: switches.state() })),
    demo.onChange(() => send({ type: "demo", demo: demo.state(), otherMembers: otherMembers(model.view, visitors) })),
  ];
}

function receive(options: PageSocketOptions, window: Window, text: string): void {
  const frame = text.length > MAX_FRAME_LENGTH ? undefined : parseFromPage(text);
  if (frame === undefined) {
    window.send({ type: "error", text: "The playground could not read what this page sent." });
    return;
  }
  try {
    handleFrame(options, window, frame);
  } catch (error) {
    fail(options, window.send, error, frame);
  }
}

function fail(
  { log }: Pick<PageSocketOptions, "log">,
  send: (message: ToPage) => void,
  error: unknown,
  frame?: FromPage,
): void {
  const isExpected = error instanceof ClientError;
  if (!isExpected) log(`Playground bug: ${error instanceof Error ? error.stack : String(error)}`);
  const text = isExpected ? error.message : "The playground failed; see its log.";
  if (frame === undefined || !("nonce" in frame)) send({ type: "error", text });
  else send({ type: "interaction", nonce: frame.nonce, state: "failed", text });
}

function hello(options: PageSocketOptions, visitor: PageUser, user: APIUser): ToPage {
  const { clock, gateway, guide, demo, switches, visitors } = options;
  const { view } = options.model;
  const guild = view.guilds.get(view.homeGuildId);
  return {
    type: "hello",
    you: visitor,
    people: [...visitors],
    otherMembers: otherMembers(view, visitors),
    guild: { id: view.homeGuildId, name: guild?.name ?? "" },
    roles: Array.from(guild?.roles.values() ?? [], apiRole),
    bot: { user: view.bot, online: gateway.isBotOnline() },
    channels: pageChannels(view, user),
    commands: commandsFor(view, view.homeGuildId, user),
    now: clock.now(),
    ahead: clock.ahead(),
    progress: guide.progress(),
    demo: demo.state(),
    faults: switches.state(),
  };
}
