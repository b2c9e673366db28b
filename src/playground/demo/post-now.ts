import type { SimulatedUser } from "../control/simulated-user.ts";
import { ClientError } from "../interactions/client-error.ts";
import type { PostResult } from "../server/page/protocol.ts";
import { COMMANDS } from "./rootine.ts";

const NO_RESPONSE = "The application did not respond";

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
