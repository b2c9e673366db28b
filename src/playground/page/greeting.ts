import type { APIMessage } from "discord-api-types/v10";
import { MESSAGE_FLAG } from "./kinds.ts";
import type { Page, State } from "./state.ts";
import { remember, remembered } from "./theme.ts";

const KEY = "rootine.greeted";

/** What the greeting proposes. */
export type Step = "schedule" | "post" | "answer";

export function isFirstVisit(): boolean {
  return remembered(KEY) === undefined;
}

export function closeGreeting(page: Page): void {
  remember(KEY, "yes");
  page.state.isGreeting = false;
  page.changed();
}

export function showGreeting(page: Page): void {
  page.state.isGreeting = true;
  page.changed();
}

/** Ticks off what a message proves to be done, whoever did it. */
export function noteProgress({ done, histories }: State, message: APIMessage): void {
  if (isQuestion(message)) done.add("schedule").add("post");
  // A refusal has nothing to press.
  else if (message.interaction?.name === "schedule add" && isPressable(message)) done.add("schedule");
  const answeredId = message.message_reference?.message_id;
  if (answeredId === undefined || !message.interaction_metadata) return;
  const answered = histories.get(message.channel_id)?.messages.find(({ id }) => id === answeredId);
  if (answered && isQuestion(answered)) done.add("answer");
}

/** What the bot posts of its own accord, for all to press. */
function isQuestion(message: APIMessage): boolean {
  const { author, flags, interaction_metadata } = message;
  const isPublic = ((flags ?? 0) & MESSAGE_FLAG.ephemeral) === 0;
  return author.bot === true && isPublic && !interaction_metadata && isPressable(message);
}

function isPressable({ components }: APIMessage): boolean {
  return JSON.stringify(components ?? []).includes('"custom_id"');
}
