import type { APIApplicationCommandInteractionDataOption, APIMessage } from "discord-api-types/v10";
import type { FromPage } from "../server/page/frames.ts";
import type { ToPage } from "../server/page/protocol.ts";
import { goToGuild } from "./actions.ts";
import { type Connection, connect } from "./connection.ts";
import { MESSAGE_FLAG, OPTION } from "./kinds.ts";
import { guildChannelOf, moderatorOf, summaryOf } from "./names.ts";
import { newNonce, type Page, type State, type Toast } from "./state.ts";
import { prefill } from "./writing.ts";

/**
 * "Post the next question now": the moderator's own `/schedule post-now`, through a connection of their own, whoever is
 * looking. Nothing here reaches past the bot.
 */

const COMMAND = "schedule";
const SUBCOMMAND = "post-now";
const OPTION_NAME = "schedule";
/** Nine o'clock is meant by the reader's own clock. */
export const SCHEDULE_EXAMPLE = `/schedule add channel:#daily time:09:00 timezone:${ownZone()}`;
const PATIENCE = 10_000;

function ownZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  // A browser that finds none says so by names such as "Etc/Unknown".
  return timeZone === undefined || timeZone.startsWith("Etc/") ? "UTC" : timeZone;
}

type Outcome = Omit<Toast, "id">;

const NO_ANSWER: Outcome = { tone: "bad", text: "The application did not respond." };
const NOT_READY: Outcome = { tone: "bad", text: "The bot is not ready yet. Try again in a moment." };
const NO_SCHEDULE: Outcome = { tone: "plain", text: "There is no schedule yet that could post." };

export function postNow(page: Page): void {
  const { state } = page;
  const moderator = moderatorOf(state);
  const channelId = guildChannelOf(state)?.id;
  if (!moderator || channelId === undefined || state.isPosting) return;
  state.isPosting = true;
  page.changed();
  run(state, moderator.id, channelId, (outcome) => {
    state.isPosting = false;
    // The moderator has the bot's own reply in the channel already.
    if (outcome.tone !== "good" || moderator.id !== state.personId) tell(page, outcome);
    page.changed();
  });
}

const READING_TIME = 8_000;

function tell(page: Page, outcome: Outcome): void {
  const toast: Toast = { id: newNonce(), ...outcome };
  if (toast.tone === "plain") toast.action = { label: "Set one up", run: () => setUp(page) };
  page.state.toasts.push(toast);
  if (toast.tone !== "good") return;
  setTimeout(() => {
    page.state.toasts = page.state.toasts.filter(({ id }) => id !== toast.id);
    page.changed();
  }, READING_TIME);
}

/** Prefills the first schedule for the moderator, becoming them if need be. */
export function setUp(page: Page): void {
  const { state } = page;
  const moderator = moderatorOf(state);
  if (moderator && moderator.id !== state.personId) page.become(moderator.id);
  goToGuild(page);
  prefill(page, SCHEDULE_EXAMPLE);
}

function run(state: State, moderatorId: string, channelId: string, done: (outcome: Outcome) => void): void {
  let isOver = false;
  const finish = (outcome: Outcome) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    connection.close();
    done(outcome);
  };
  const timer = setTimeout(() => finish(NO_ANSWER), PATIENCE);
  const step = stepper({ state, moderatorId, channelId, send: (message) => connection.send(message) });
  const connection: Connection = connect(moderatorId, {
    opened: () => {},
    lost: () => {},
    received(message) {
      const outcome = step(message);
      if (outcome) finish(outcome);
    },
  });
}

type Errand = { state: State; moderatorId: string; channelId: string; send: (message: FromPage) => void };

/** Goes on with each message that comes in; the outcome ends it. */
function stepper({ state, moderatorId, channelId, send }: Errand): (message: ToPage) => Outcome | undefined {
  let nonce = newNonce();
  let commandId: string | undefined;

  return (message) => {
    switch (message.type) {
      case "hello":
        commandId = message.commands.find(({ name }) => name === COMMAND)?.id;
        if (commandId === undefined) return NOT_READY;
        send({ type: "open-channel", channelId });
        send({ type: "autocomplete", nonce, channelId, commandId, options: optionsOf("", true) });
        return undefined;
      case "choices": {
        if (message.nonce !== nonce || commandId === undefined) return undefined;
        const first = message.choices[0];
        if (!first || first.value === "") return NO_SCHEDULE;
        nonce = newNonce();
        send({ type: "command", nonce, channelId, commandId, options: optionsOf(String(first.value), false) });
        return undefined;
      }
      case "interaction":
        if (message.nonce !== nonce || message.state !== "failed") return undefined;
        return message.text === undefined ? NO_ANSWER : { tone: "bad", text: message.text };
      case "message":
        return isReply(message.message, moderatorId)
          ? { tone: "good", text: summaryOf(state, message.message) || "Posted." }
          : undefined;
      default:
        return undefined;
    }
  };
}

function isReply({ interaction_metadata, flags }: APIMessage, moderatorId: string): boolean {
  const isFinished = ((flags ?? 0) & MESSAGE_FLAG.loading) === 0;
  return interaction_metadata?.user.id === moderatorId && isFinished;
}

function optionsOf(value: string, isFocused: boolean): APIApplicationCommandInteractionDataOption[] {
  const option = { name: OPTION_NAME, type: OPTION.string, value };
  return [{ name: SUBCOMMAND, type: OPTION.subcommand, options: [isFocused ? { ...option, focused: true } : option] }];
}
