import type { APIApplicationCommandInteractionDataOption } from "discord-api-types/v10";
import type { Directory } from "../candidates.ts";
import { OPTION } from "../enums.ts";
import { type CommandOption, type Draft, nameOf, openOptions, type RunnableCommand } from "./tree.ts";
import { type Picked, parseValue } from "./values.ts";

type DataOption = APIApplicationCommandInteractionDataOption;

type CommandRequest = { ok: true; options: DataOption[] } | { ok: false; error: string; missing?: CommandOption };

/** A finished draft as the gateway's options, or the first error in it. */
export function commandRequest(draft: Draft, directory: Directory, picked: Picked): CommandRequest {
  if (draft.unmatched !== "") return { ok: false, error: unmatchedError(draft) };
  const missing = openOptions(draft).find((option) => option.required);
  if (missing)
    return { ok: false, error: `This command also needs \`${missing.name}\`: ${missing.description}`, missing };
  const options: DataOption[] = [];
  for (const { option, value } of draft.parts) {
    const parsed = parseValue(option, value, directory, picked.get(option.name));
    if (!parsed.ok) return parsed;
    options.push(dataOption(option, parsed.value));
  }
  return { ok: true, options: nest(draft.command, options) };
}

function unmatchedError(draft: Draft): string {
  const { command, unmatched } = draft;
  const option = openOptions(draft)[0];
  if (!option) return `\`${nameOf(command)}\` has no options, so I can't use \`${unmatched}\`.`;
  return `I don't know which option \`${unmatched}\` belongs to. Put the name first, like \`${option.name}:${unmatched}\`.`;
}

/** The options while one of them is being typed, with every other value that can be parsed already. */
export function autocompleteOptions(
  draft: Draft,
  focused: CommandOption,
  directory: Directory,
  picked: Picked,
): DataOption[] {
  const options = draft.parts.flatMap(({ option, value }) => {
    if (option === focused) return focusedOption(option, value);
    const parsed = parseValue(option, value, directory, picked.get(option.name));
    return parsed.ok ? dataOption(option, parsed.value) : [];
  });
  return nest(draft.command, options);
}

function focusedOption({ name, type }: CommandOption, value: string): DataOption[] {
  if (type === OPTION.string) return [{ name, type, value, focused: true }];
  if (type !== OPTION.integer && type !== OPTION.number) return [];
  return [{ name, type, value: Number(value) || 0, focused: true }];
}

function dataOption({ name, type }: CommandOption, value: string | number | boolean): DataOption {
  switch (type) {
    case OPTION.integer:
    case OPTION.number:
      return { name, type, value: Number(value) };
    case OPTION.boolean:
      return { name, type, value: value === true };
    default:
      return { name, type, value: String(value) };
  }
}

function nest(command: RunnableCommand, options: DataOption[]): DataOption[] {
  const [first, second] = command.path.slice(1);
  if (first === undefined) return options;
  const values = options.filter(isValue);
  if (second === undefined) return [{ name: first, type: OPTION.subcommand, options: values }];
  return [{ name: first, type: OPTION.group, options: [{ name: second, type: OPTION.subcommand, options: values }] }];
}

function isValue(option: DataOption): option is Exclude<DataOption, { type: 1 | 2 }> {
  return option.type !== OPTION.subcommand && option.type !== OPTION.group;
}
