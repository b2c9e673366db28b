import { type APIApplicationCommand, type APIUser, InteractionType } from "discord-api-types/v10";
import type { Clock } from "../../control/clock.ts";
import type { UserContent } from "../../control/user-content.ts";
import { parseOptions } from "../../interactions/command-options.ts";
import { ClientError, type Outcome } from "../../interactions/types.ts";
import type { UserActions, UserContext } from "../../interactions/user-actions.ts";
import { commandsIn } from "../../model/commands.ts";
import type { Model } from "../../model/model.ts";
import type { FaultName, FromPage, PostResult, TimeTarget, ToPage, UpcomingSource } from "./protocol.ts";
import type { TrafficFeed } from "./traffic-feed.ts";
import { channelFor, historyFrame } from "./view.ts";

export type FrameOptions = {
  model: Pick<Model, "view" | "messages">;
  clock: Clock;
  upcoming: UpcomingSource;
  actions: UserActions;
  content: Pick<UserContent, "sendMessage">;
  switches: { set(name: FaultName, enabled: boolean): void };
  demo: { start(): void; stop(): void };
  postNow(channelId: string): Promise<PostResult>;
};

/** One browser window. */
export type Window = {
  user: APIUser;
  trafficFeed: TrafficFeed;
  send(message: ToPage): void;
  fail(error: unknown): void;
};

export function handleFrame(options: FrameOptions, window: Window, frame: FromPage): void {
  const { model, actions, content, switches, demo } = options;
  const { user, send, trafficFeed } = window;
  switch (frame.type) {
    case "open-channel":
      send(historyFrame(model.view, user, frame.channelId));
      break;
    case "load-older":
      send(historyFrame(model.view, user, frame.channelId, frame.before));
      break;
    case "command":
    case "autocomplete":
      useCommand(options, window, frame);
      break;
    case "message-command":
      actions.messageCommand(contextOf(options, window, frame), commandAt(options, frame.commandId), frame.messageId);
      break;
    case "component":
      actions.component(contextOf(options, window, frame), frame.messageId, frame.customId, frame.values);
      break;
    case "modal-submit":
      actions.submitModal(contextOf(options, window, frame), frame.interactionId, frame.inputs);
      break;
    case "dismiss":
      dismiss(options, user, frame.messageId);
      break;
    case "fault":
      switches.set(frame.name, frame.enabled);
      break;
    case "traffic":
      frame.action === "watch" ? trafficFeed.start() : trafficFeed.stop();
      break;
    case "traffic-detail":
      trafficFeed.sendDetail(frame.id);
      break;
    case "demo":
      demo[frame.action]();
      break;
    case "time":
      sendTime(options, window);
      break;
    case "move-time":
      moveTime(options, window, frame.to);
      break;
    case "post-now":
      options.postNow(frame.channelId).then((result) => send({ type: "post-result", ...result }), window.fail);
      break;
    case "send-message":
      content.sendMessage(user, channelFor(model.view, user, frame.channelId), frame.content);
  }
}

function useCommand(
  options: FrameOptions,
  window: Window,
  frame: Extract<FromPage, { type: "command" | "autocomplete" }>,
): void {
  const command = commandAt(options, frame.commandId);
  const isAutocomplete = frame.type === "autocomplete";
  const type = isAutocomplete ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand;
  const context = contextOf(options, window, frame);
  options.actions.command(context, type, command, parseOptions(command, frame.options, isAutocomplete));
}

function commandAt({ model: { view } }: FrameOptions, commandId: string): APIApplicationCommand {
  const command = commandsIn(view, view.homeGuildId).find(({ id }) => id === commandId);
  if (command === undefined) throw new ClientError("This command is outdated, please try again in a few minutes");
  return command;
}

function contextOf(
  { model }: FrameOptions,
  { user, send }: Window,
  { channelId, nonce }: { channelId: string; nonce: string },
): UserContext {
  const channel = channelFor(model.view, user, channelId);
  return { user, channel, report: (outcome) => send(outcomeFrame(nonce, outcome)) };
}

/** Messages themselves arrive as model events. */
function outcomeFrame(nonce: string, outcome: Outcome): ToPage {
  switch (outcome.type) {
    case "modal":
      return { type: "modal", nonce, interactionId: outcome.interaction.id, modal: outcome.modal };
    case "choices":
      return { type: "choices", nonce, choices: outcome.choices };
    case "failed":
      return { type: "interaction", nonce, state: "failed", text: outcome.text };
    default:
      return { type: "interaction", nonce, state: outcome.type === "thinking" ? "thinking" : "acknowledged" };
  }
}

/** Discord offers "Dismiss message" for a user's own ephemeral messages. */
function dismiss({ model: { view, messages } }: FrameOptions, user: APIUser, messageId: string): void {
  const ephemeral = view.ephemeralMessages.byId.get(messageId);
  if (ephemeral?.readerId !== user.id) return;
  const channel = view.channels.get(ephemeral.message.channel_id);
  if (channel !== undefined) messages.delete(channel, messageId);
}

const STEP_MS = { hour: 3_600_000, day: 86_400_000 };

export function sendTime({ model, clock, upcoming }: FrameOptions, { user, send, fail }: Window): void {
  upcoming({ guildId: model.view.homeGuildId, userId: user.id }).then(
    (planned) => send({ type: "time", now: clock.now(), ahead: clock.ahead(), upcoming: planned }),
    fail,
  );
}

function moveTime({ model, clock, upcoming }: FrameOptions, { user, send, fail }: Window, target: TimeTarget): void {
  if (target === "hour" || target === "day") {
    clock.moveTo(clock.now() + STEP_MS[target]);
    return;
  }
  upcoming({ guildId: model.view.homeGuildId, userId: user.id }).then(({ [target]: instant }) => {
    if (instant === undefined) send({ type: "error", text: "Nothing like that is scheduled." });
    else clock.moveTo(instant);
  }, fail);
}
