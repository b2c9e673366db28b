import type {
  APIApplicationCommand,
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
  APIApplicationCommandOptionChoice,
} from "discord-api-types/v10";
import { COMMAND, OPTION } from "../enums.ts";

export type CommandOption = APIApplicationCommandBasicOption;

/** A command without subcommands, or one subcommand. */
export type RunnableCommand = {
  commandId: string;
  /** `["schedule", "add"]` for `/schedule add`. */
  path: string[];
  description: string;
  options: CommandOption[];
};

export function nameOf({ path }: RunnableCommand): string {
  return `/${path.join(" ")}`;
}

export function runnableCommands(commands: APIApplicationCommand[]): RunnableCommand[] {
  return commands
    .filter((command) => command.type === COMMAND.chatInput)
    .flatMap(({ id, name, description, options = [] }) =>
      flatten({ commandId: id, path: [name], description, options }),
    )
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
}

type Branch = Omit<RunnableCommand, "options"> & { options: APIApplicationCommandOption[] };

function flatten({ commandId, path, description, options }: Branch): RunnableCommand[] {
  const below = options.flatMap((option) =>
    option.type === OPTION.subcommand || option.type === OPTION.group
      ? flatten({
          commandId,
          path: [...path, option.name],
          description: option.description,
          options: option.options ?? [],
        })
      : [],
  );
  return below.length > 0 ? below : [{ commandId, path, description, options: options.filter(isBasic) }];
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
