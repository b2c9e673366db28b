import { type APIApplicationCommand, type APIUser, InteractionType } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { say } from "../../control/send-message.ts";
import { allCommands, askAbout, askCommand, askComponent, askModal, type Where } from "../../interactions/ask.ts";
import type { Outcome } from "../../interactions/interactions.ts";
import { checkOptions, Unsendable } from "../../interactions/options.ts";
import { openDirectChannel } from "../../model/channels.ts";
import { ALL_PEOPLE, HOME, type Person } from "../../model/home.ts";
import { deleteMessage } from "../../model/messages.ts";
import { listen } from "../../model/world.ts";
import type { Services } from "../../services.ts";
import { type PageFrame, readPageFrame } from "./frames.ts";
import type { TimeTarget, ToPage } from "./protocol.ts";
import { moveTime, timeFrame } from "./time.ts";
import { type TrafficWatch, watchTraffic } from "./traffic-feed.ts";
import { channelFor, helloTo, historyFor, newsFor, othersIn } from "./view.ts";

/** One browser window: one person sees the home guild in it, and acts. */

/** Nothing the page says comes near; a window that sends more is broken. */
const MOST_FRAME = 64 * 1024;

type Window = { services: Services; person: Person; user: APIUser; traffic: TrafficWatch; tell(message: ToPage): void };

export function servePage(services: Services, socket: WebSocket, personId: string | null): void {
  const person = ALL_PEOPLE.find(({ id }) => id === personId) ?? ALL_PEOPLE[0];
  const user = person === undefined ? undefined : services.world.users.get(person.id);
  if (person === undefined || user === undefined) {
    socket.close(1011, "nobody is here");
    return;
  }

  openDirectChannel(services.world, user);
  const tell = (message: ToPage) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const traffic = watchTraffic(services.traffic, tell);
  const window: Window = { services, person, user, traffic, tell };
  const { world, progress, demo, switches } = services;
  const stops = [
    listen(world, (event) => {
      const news = newsFor(world, user, event);
      if (news !== undefined) tell(news);
    }),
    world.time.onMove(() => showTime(window)),
    progress.onChange(() => tell({ type: "progress", progress: progress.current() })),
    switches.onChange(() => tell({ type: "faults", faults: switches.state() })),
    traffic.end,
    demo.onChange(() => tell({ type: "demo", demo: demo.state(), otherMembers: othersIn(world) })),
  ];
  socket.on("close", () => {
    for (const stop of stops) stop();
  });
  socket.on("error", (error) => services.log(`page: ${error.message}`));
  socket.on("message", (data) => hear(window, String(data)));
  tell(helloTo(services, person, user));
}

/** Whatever a window sends, it can only trouble itself. */
function hear(window: Window, text: string): void {
  const frame = text.length > MOST_FRAME ? undefined : readPageFrame(text);
  if (frame === undefined) {
    window.tell({ type: "error", text: "The playground could not read what this page sent." });
    return;
  }
  try {
    act(window, frame);
  } catch (cause) {
    fail(window, cause, "nonce" in frame ? frame.nonce : undefined);
  }
}

function fail({ services, tell }: Window, cause: unknown, nonce?: string): void {
  const isPersons = cause instanceof Unsendable;
  if (!isPersons) services.log(`playground bug: ${cause instanceof Error ? cause.stack : String(cause)}`);
  const text = isPersons ? cause.message : "The playground itself failed at this; its log says why.";
  tell(nonce === undefined ? { type: "error", text } : { type: "interaction", nonce, state: "failed", text });
}

function act(window: Window, frame: PageFrame): void {
  const { services, user } = window;
  const { world } = services;
  switch (frame.type) {
    case "open-channel":
      window.tell(historyFor(world, user, frame.channelId));
      break;
    case "load-older":
      window.tell(historyFor(world, user, frame.channelId, frame.before));
      break;
    case "command":
    case "autocomplete":
      sendCommand(window, frame);
      break;
    case "message-command":
      askAbout(services, whereOf(window, frame), commandOf(window, frame.commandId), frame.messageId);
      break;
    case "component":
      askComponent(services, whereOf(window, frame), frame.messageId, frame.customId, frame.values);
      break;
    case "modal-submit":
      askModal(services, whereOf(window, frame), frame.interactionId, frame.inputs);
      break;
    case "dismiss":
      dismiss(window, frame.messageId);
      break;
    case "fault":
      services.switches.set(frame.name, frame.enabled);
      break;
    case "traffic":
      frame.action === "watch" ? window.traffic.begin() : window.traffic.end();
      break;
    case "traffic-detail":
      window.traffic.show(frame.id);
      break;
    case "demo":
      services.demo[frame.action]();
      break;
    case "time":
      showTime(window);
      break;
    case "move-time":
      move(window, frame.to);
      break;
    case "send-message":
      say(services, user, channelFor(world, user, frame.channelId), frame.content);
  }
}

function sendCommand(window: Window, frame: Extract<PageFrame, { type: "command" | "autocomplete" }>): void {
  const { services } = window;
  const command = commandOf(window, frame.commandId);
  const isTyping = frame.type === "autocomplete";
  const type = isTyping ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand;
  askCommand(services, whereOf(window, frame), type, command, checkOptions(command, frame.options, isTyping));
}

function commandOf({ services: { world } }: Window, commandId: string): APIApplicationCommand {
  const command = allCommands(world, HOME.id).find(({ id }) => id === commandId);
  if (command === undefined) throw new Unsendable("This command is outdated, please try again in a few minutes");
  return command;
}

function whereOf(window: Window, { channelId, nonce }: { channelId: string; nonce: string }): Where {
  return {
    person: window.user,
    channel: channelFor(window.services.world, window.user, channelId),
    tell: (outcome) => window.tell(outcomeFrame(nonce, outcome)),
  };
}

/** Messages themselves come by the world's events, as they come to everybody. */
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

function showTime(window: Window): void {
  timeFrame(watchOf(window)).then(window.tell, (cause: unknown) => fail(window, cause));
}

function move(window: Window, goal: TimeTarget): void {
  const told = (moved: boolean) => {
    if (!moved) window.tell({ type: "error", text: "Nothing of the kind is planned." });
  };
  moveTime(watchOf(window), goal).then(told, (cause: unknown) => fail(window, cause));
}

function watchOf({ services, user }: Window) {
  return { time: services.world.time, upcoming: services.upcoming, userId: user.id };
}

/** "Dismiss message" is offered for one's own ephemeral ones only. */
function dismiss({ services, user }: Window, messageId: string): void {
  const whisper = services.world.whispers.byId.get(messageId);
  if (whisper?.readerId !== user.id) return;
  const channel = services.world.channels.get(whisper.message.channel_id);
  if (channel !== undefined) deleteMessage(services.world, channel, messageId);
}
