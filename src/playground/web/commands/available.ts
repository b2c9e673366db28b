import type { APIApplicationCommand } from "discord-api-types/v10";
import { COMMAND, CONTEXT } from "../enums.ts";
import { channelOf } from "../lookup.ts";
import type { State } from "../state.ts";

/** The commands of every type that this user can use in the open channel. */
export function availableCommands(state: State): APIApplicationCommand[] {
  const context = channelOf(state, state.channelId)?.isDirect ? CONTEXT.botDm : CONTEXT.guild;
  const commands = state.hello?.commands ?? [];
  return commands.filter(({ contexts }) => contexts?.includes(context) ?? context === CONTEXT.guild);
}

/** The commands in the Apps menu of a message. */
export function messageCommands(state: State): APIApplicationCommand[] {
  return availableCommands(state).filter(({ type }) => type === COMMAND.message);
}
