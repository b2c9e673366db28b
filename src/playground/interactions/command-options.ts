import {
  type APIApplicationCommand,
  type APIApplicationCommandOption as Declared,
  type APIApplicationCommandInteractionDataOption as Given,
  ApplicationCommandOptionType as Type,
} from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../typed.ts";
import { ClientError } from "./types.ts";

export type Value = string | number | boolean;
export type Values = Readonly<Record<string, Value>>;

/** An option of any type, as the bot receives it. */
type SentOption = {
  type: number;
  name: string;
  value?: Value | undefined;
  options?: SentOption[] | undefined;
  focused?: boolean | undefined;
};

const sentOption: z.ZodType<SentOption> = z.object({
  type: z.int().min(1).max(11),
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  get options() {
    return z.array(sentOption).max(25).optional();
  },
});

const givenOptions = typed<Given[]>(z.array(sentOption).max(25));

/** The options of `schedule add` as Discord sends them, with values of the declared types. `focused` is being typed. */
export function buildOptions(
  command: APIApplicationCommand,
  path: readonly string[],
  values: Values,
  focused?: string,
): Given[] {
  const tree = build(command, path, values, focused);
  validate(command, tree, focused !== undefined);
  return givenOptions.parse(tree);
}

/** Validates options that the page sent. */
export function parseOptions(command: APIApplicationCommand, given: unknown, isAutocomplete: boolean): Given[] {
  const tree = z.array(sentOption).max(25).safeParse(given);
  if (!tree.success) throw new ClientError("The playground could not read these options");
  validate(command, tree.data, isAutocomplete);
  return givenOptions.parse(tree.data);
}

/** The option that the user is typing. */
export function focusedOption(options: readonly Given[]): { type: Type; name: string } | undefined {
  for (const option of options) {
    if (option.type === Type.Subcommand || option.type === Type.SubcommandGroup) {
      const nested = focusedOption(option.options ?? []);
      if (nested !== undefined) return nested;
    } else if ("focused" in option && option.focused) return option;
  }
  return undefined;
}

type Leaf = { type: Type; value: Value; channelTypes: readonly number[] | undefined };

/** The options that have a value, at any depth, with the channel types that they accept. */
export function leavesOf(declared: readonly Declared[], options: readonly Given[]): Leaf[] {
  return options.flatMap((option) => {
    const match = declared.find(({ name }) => name === option.name);
    if (option.type === Type.Subcommand || option.type === Type.SubcommandGroup)
      return leavesOf(match !== undefined && "options" in match ? (match.options ?? []) : [], option.options ?? []);
    return { ...option, channelTypes: match?.type === Type.Channel ? match.channel_types : undefined };
  });
}

type Parent = { name: string; options?: Declared[] | undefined };

function build(parent: Parent, path: readonly string[], values: Values, focused: string | undefined): SentOption[] {
  const [word, ...rest] = path;
  const declared = parent.options ?? [];
  if (word === undefined) return buildLeaves(declared, values, focused);
  const option = declared.find(({ name }) => name === word);
  if (option?.type !== Type.Subcommand && option?.type !== Type.SubcommandGroup)
    throw new ClientError(`"${parent.name}" has no subcommand "${word}"`);
  return [{ type: option.type, name: word, options: build(option, rest, values, focused) }];
}

function buildLeaves(declared: readonly Declared[], values: Values, focused: string | undefined): SentOption[] {
  for (const name of Object.keys(values)) {
    if (!declared.some((option) => option.name === name)) throw new ClientError(`There is no option "${name}"`);
  }
  return declared.flatMap(({ type, name }) => {
    const value = values[name];
    if (value === undefined && name !== focused) return [];
    if (name === focused) return [{ type, name, value: String(value ?? ""), focused: true }];
    return [{ type, name, value: coerce(type, name, value ?? "") }];
  });
}

function coerce(type: Type, name: string, value: Value): Value {
  switch (type) {
    case Type.Integer:
    case Type.Number: {
      const number = Number(value);
      if (Number.isNaN(number)) throw new ClientError(`"${name}" must be a number`);
      return number;
    }
    case Type.Boolean:
      return value === true || value === "true";
    case Type.String:
      return String(value);
    default:
      // Users may type a mention instead of an id.
      return String(value).replace(/^<[@#&!]+(\d+)>$/, "$1");
  }
}

/** Rejects what Discord's client would: unknown and missing options, invalid choices, values out of bounds. */
function validate(parent: Parent, given: readonly SentOption[], isAutocomplete: boolean): void {
  const declared = parent.options ?? [];
  for (const option of given) {
    const match = declared.find(({ name }) => name === option.name);
    if (match === undefined || match.type !== option.type) throw new ClientError(`There is no option "${option.name}"`);
    if (match.type === Type.Subcommand || match.type === Type.SubcommandGroup)
      validate(match, option.options ?? [], isAutocomplete);
    else if (!isAutocomplete) validateValue(match, option.value);
  }
  if (isAutocomplete) return;
  const missing = declared.find((option) => option.required && !given.some(({ name }) => name === option.name));
  if (missing !== undefined) throw new ClientError(`The option "${missing.name}" is required`);
  const hasSubcommands = declared.some(({ type }) => type === Type.Subcommand || type === Type.SubcommandGroup);
  if (hasSubcommands && given.length !== 1) throw new ClientError(`"${parent.name}" needs a subcommand`);
}

/** The limits that an option of any type can have. */
type Limited = {
  name: string;
  choices?: readonly { value: Value }[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
};

function validateValue(option: Limited, value: Value | undefined): void {
  const { name, choices, min_value, max_value, min_length, max_length } = option;
  if (value === undefined) throw new ClientError(`The option "${name}" has no value`);
  if (choices?.length && !choices.some((choice) => choice.value === value))
    throw new ClientError(`"${String(value)}" isn't one of the choices of "${name}"`);
  const number = Number(value);
  if (min_value !== undefined && number < min_value) throw new ClientError(`"${name}" must be at least ${min_value}`);
  if (max_value !== undefined && number > max_value) throw new ClientError(`"${name}" must be at most ${max_value}`);
  const { length } = String(value);
  if (min_length !== undefined && length < min_length)
    throw new ClientError(`"${name}" must have ${min_length} characters or more`);
  if (max_length !== undefined && length > max_length)
    throw new ClientError(`"${name}" must have ${max_length} characters or fewer`);
}
