import type { APIApplicationCommandInteractionDataOption } from "discord-api-types/v10";
import { OPTION } from "../kinds.ts";
import type { Draft } from "./draft.ts";
import { openOptions } from "./draft.ts";
import type { CommandOption, RunnableCommand } from "./tree.ts";
import { type Pick, readValue, type Surroundings } from "./values.ts";

type DataOption = APIApplicationCommandInteractionDataOption;
export type Picks = ReadonlyMap<string, Pick>;

export type Request = { ok: true; options: DataOption[] } | { ok: false; why: string; missing?: CommandOption };

/** The options of a finished draft as the gateway carries them, or the first thing that is wrong with it. */
export function requestOf(draft: Draft, around: Surroundings, picks: Picks): Request {
  if (draft.stray !== "") return { ok: false, why: strayText(draft) };
  const missing = openOptions(draft).find((option) => option.required);
  if (missing)
    return { ok: false, why: `This command also needs \`${missing.name}\`: ${missing.description}`, missing };
  const options: DataOption[] = [];
  for (const { option, value } of draft.parts) {
    const read = readValue(option, value, around, picks.get(option.name));
    if (!read.ok) return read;
    const data = dataOption(option, read.value);
    if (data) options.push(data);
  }
  return { ok: true, options: nest(draft.command, options) };
}

function strayText(draft: Draft): string {
  const option = openOptions(draft)[0];
  if (!option)
    return `\`/${draft.command.path.join(" ")}\` takes nothing after its name, so I can't place \`${draft.stray}\`.`;
  return `I can't place \`${draft.stray}\`. Write the option's name before it, for example \`${option.name}:${draft.stray}\`.`;
}

/** What is asked while one option is typed: whatever else can be read already goes along. */
export function autocompleteRequest(
  draft: Draft,
  focused: CommandOption,
  around: Surroundings,
  picks: Picks,
): DataOption[] {
  const options = draft.parts.flatMap(({ option, value }) => {
    if (option === focused) return focusedOption(option, value);
    const read = readValue(option, value, around, picks.get(option.name));
    return read.ok ? (dataOption(option, read.value) ?? []) : [];
  });
  return nest(draft.command, options);
}

/** Discord sends what is typed so far as it stands, so a number may still be text. */
function focusedOption({ name, type }: CommandOption, value: string): DataOption[] {
  if (type === OPTION.string) return [{ name, type, value, focused: true }];
  if (type !== OPTION.integer && type !== OPTION.number) return [];
  const number = Number(value);
  return [{ name, type, value: Number.isFinite(number) ? number : 0, focused: true }];
}

function dataOption({ name, type }: CommandOption, value: string | number | boolean): DataOption | undefined {
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

type ValueOption = Exclude<DataOption, { type: 1 | 2 }>;

function isValue(option: DataOption): option is ValueOption {
  return option.type !== OPTION.subcommand && option.type !== OPTION.group;
}
