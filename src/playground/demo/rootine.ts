import { type APIMessage, type APIStringSelectComponent, ComponentType } from "discord-api-types/v10";
import type { SimulatedUser } from "../control/simulated-user.ts";
import { NO_RESPONSE } from "../interactions/interactions.ts";
import { ClientError } from "../interactions/types.ts";
import type { PostResult } from "../server/page/protocol.ts";

/** What the demo knows about Rootine: its commands and the names of its components, but not the wording of its messages. */

export const COMMANDS = {
  addSchedule: "schedule add",
  postNow: "schedule post-now",
  leaderboard: "leaderboard",
  profile: "profile",
} as const;

type MessageComponents = Pick<APIMessage, "components">;

export const isQuestion = (message: MessageComponents) =>
  hasComponent(message, "daily.answer", "daily.choose", "daily.type");

/** A new schedule can be previewed. */
export const isNewSchedule = (message: MessageComponents) => hasComponent(message, "schedules.preview");

/** Only a question that was answered correctly can be added to the review: a missed one is in it already. */
export const isCorrectAnswer = (message: MessageComponents) => hasComponent(message, "daily.add-to-review");

export const isOpenExam = (message: MessageComponents) => hasComponent(message, "exams.submit");

function hasComponent(message: MessageComponents, ...names: string[]): boolean {
  return customIdsIn(message).some((id) => names.includes(id.replace(/:.*/s, "")));
}

export function customIdsIn({ components }: MessageComponents): string[] {
  const matches = JSON.stringify(components ?? []).matchAll(/"custom_id":"([^"]+)"/g);
  return [...matches].flatMap(([, id]) => id ?? []);
}

export function selectIn({ components }: MessageComponents): APIStringSelectComponent | undefined {
  for (const part of components ?? []) {
    const rows = part.type === ComponentType.Container ? part.components : [part];
    for (const row of rows) {
      if (row.type !== ComponentType.ActionRow) continue;
      const select = row.components.find((component) => component.type === ComponentType.StringSelect);
      if (select !== undefined) return select;
    }
  }
  return undefined;
}

/** Has the moderator post the next question of the first schedule that the bot suggests. */
export async function postNow(moderator: SimulatedUser, channelId: string): Promise<PostResult> {
  try {
    const suggested = await moderator.autocomplete(COMMANDS.postNow, { schedule: "" }, "schedule", channelId);
    if (suggested.choices === undefined) return { error: suggested.failed ?? NO_RESPONSE };
    const schedule = suggested.choices[0]?.value;
    if (schedule === undefined || schedule === "") return { needsSchedule: true };
    const { message, thinking, failed } = await moderator.command(COMMANDS.postNow, { schedule }, channelId);
    return message === undefined || thinking ? { error: failed ?? NO_RESPONSE } : { reply: message };
  } catch (error) {
    if (error instanceof ClientError) return { error: "The bot isn't ready yet. Try again in a moment." };
    throw error;
  }
}
