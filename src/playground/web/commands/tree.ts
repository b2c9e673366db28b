import type {
  APIApplicationCommand,
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
  APIApplicationCommandOptionChoice,
} from "discord-api-types/v10";
import { CHAT_INPUT_COMMAND, OPTION } from "../kinds.ts";

export type CommandOption = APIApplicationCommandBasicOption;

/** What can be run: a command without subcommands, or one subcommand of it. */
export type RunnableCommand = {
  commandId: string;
  /** `["schedule", "add"]` for `/schedule add`. */
  path: string[];
  /** The kinds of the levels below the command itself: subcommand (1) or group (2). */
  levels: number[];
  description: string;
  options: CommandOption[];
};

const MANAGE_SERVER = 1n << 5n;
const ADMINISTRATOR = 1n << 3n;

/** Discord hides a command whose default permissions a person lacks; "0" leaves it to administrators. */
export function mayUse(command: APIApplicationCommand, permissions: string | undefined, isModerator: boolean): boolean {
  const needed = command.default_member_permissions;
  if (needed === null || needed === undefined) return true;
  const held = permissions === undefined ? (isModerator ? ADMINISTRATOR | MANAGE_SERVER : 0n) : BigInt(permissions);
  if ((held & ADMINISTRATOR) !== 0n) return true;
  return BigInt(needed) !== 0n && (held & BigInt(needed)) === BigInt(needed);
}

export function runnableCommands(commands: APIApplicationCommand[]): RunnableCommand[] {
  return commands
    .filter((command) => command.type === CHAT_INPUT_COMMAND)
    .flatMap((command) =>
      unfold({
        commandId: command.id,
        path: [command.name],
        levels: [],
        description: command.description,
        options: command.options ?? [],
      }),
    )
    .sort((one, other) => one.path.join(" ").localeCompare(other.path.join(" ")));
}

type Level = Omit<RunnableCommand, "options"> & { options: APIApplicationCommandOption[] };

function unfold(level: Level): RunnableCommand[] {
  const below = level.options.flatMap((option) =>
    option.type === OPTION.subcommand || option.type === OPTION.group
      ? unfold({
          commandId: level.commandId,
          path: [...level.path, option.name],
          levels: [...level.levels, option.type],
          description: option.description,
          options: option.options ?? [],
        })
      : [],
  );
  return below.length > 0 ? below : [{ ...level, options: level.options.filter(isBasic) }];
}

function isBasic(option: APIApplicationCommandOption): option is CommandOption {
  return option.type !== OPTION.subcommand && option.type !== OPTION.group;
}

export function choicesOf(option: CommandOption): APIApplicationCommandOptionChoice[] | undefined {
  return "choices" in option ? option.choices : undefined;
}

export function isAutocompleted(option: CommandOption): boolean {
  return "autocomplete" in option && option.autocomplete === true;
}
