import type { APIApplicationCommand } from "discord-api-types/v10";
import { CONTEXT, MESSAGE_COMMAND } from "../kinds.ts";
import { channelOf } from "../names.ts";
import type { State } from "../state.ts";
import { mayUse } from "./tree.ts";

/** Every kind of command this person may use in the channel that is open. */
export function commandsHere(state: State): APIApplicationCommand[] {
  const { hello, channelId } = state;
  if (!hello) return [];
  const isDirect = channelOf(state, channelId)?.isDirect === true;
  const isModerator = hello.you.role.includes("moderator");
  return hello.commands.filter((command) => {
    if (isDirect) return command.contexts?.includes(CONTEXT.direct) === true;
    const isForGuilds = command.contexts?.includes(CONTEXT.guild) ?? true;
    return isForGuilds && mayUse(command, hello.you.permissions, isModerator);
  });
}

/** The commands in the menu of a message. */
export function messageCommandsHere(state: State): APIApplicationCommand[] {
  return commandsHere(state).filter(({ type }) => type === MESSAGE_COMMAND);
}
