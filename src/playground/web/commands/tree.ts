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

/** One `name:value` in the text of a command. */
export type DraftPart = {
  option: CommandOption;
  /** Where the name starts, where the value starts, and where the value ends. */
  start: number;
  valueStart: number;
  end: number;
  value: string;
};

/** A slash command, as far as it has been typed. */
export type Draft = {
  command: RunnableCommand;
  /** Where the command's own name ends. */
  nameEnd: number;
  parts: DraftPart[];
  /** Text that belongs to no option. */
  unmatched: string;
};

/** Parses `/schedule add channel:#daily time:09:00`. A value ends where the next option's name starts. */
export function readDraft(text: string, commands: readonly RunnableCommand[]): Draft | undefined {
  const command = longestMatch(text, commands);
  if (!command) return undefined;
  const nameEnd = nameOf(command).length;
  const names = findNames(text, nameEnd, command.options);
  const parts = names.map((name, index): DraftPart => {
    const end = names[index + 1]?.start ?? text.length;
    return { ...name, end, value: text.slice(name.valueStart, end).trim() };
  });
  return { command, nameEnd, parts, unmatched: text.slice(nameEnd, parts[0]?.start ?? text.length).trim() };
}

function longestMatch(text: string, commands: readonly RunnableCommand[]): RunnableCommand | undefined {
  return commands
    .filter((command) => text.startsWith(nameOf(command)) && /^(\s|$)/.test(text.slice(nameOf(command).length)))
    .sort((one, other) => nameOf(other).length - nameOf(one).length)[0];
}

type FoundName = Pick<DraftPart, "option" | "start" | "valueStart">;

function findNames(text: string, from: number, options: readonly CommandOption[]): FoundName[] {
  const found: FoundName[] = [];
  for (const match of text.slice(from).matchAll(/(?<=\s)([^\s:]+):/g)) {
    const option = options.find(({ name }) => name === match[1]);
    if (!option || found.some((earlier) => earlier.option === option)) continue;
    const start = from + match.index;
    found.push({ option, start, valueStart: start + match[0].length });
  }
  return found;
}

/** The options not used yet, required ones first. */
export function openOptions({ command, parts }: Draft): CommandOption[] {
  const open = command.options.filter((option) => !parts.some((part) => part.option === option));
  return [...open.filter((option) => option.required), ...open.filter((option) => !option.required)];
}
