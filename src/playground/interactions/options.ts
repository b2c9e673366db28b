import {
  type APIApplicationCommand,
  type APIApplicationCommandOption as Declared,
  type APIApplicationCommandInteractionDataOption as Given,
  ApplicationCommandOptionType as Type,
} from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../server/validation/form.ts";

/** What a person types into a command, against what the command declares. */

export type Value = string | number | boolean;
export type Values = Readonly<Record<string, Value>>;

/** Something Discord's own client would not let a person send. */
export class Unsendable extends Error {}

/** An option as it goes to the bot, seen as far as these rules need. */
type Loose = {
  type: number;
  name: string;
  value?: Value | undefined;
  options?: Loose[] | undefined;
  focused?: boolean | undefined;
};

const loose: z.ZodType<Loose> = z.object({
  type: z.int().min(1).max(11),
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
  get options() {
    return z.array(loose).max(25).optional();
  },
});

const givenOptions = typed<Given[]>(z.array(loose).max(25));

/** The option tree of `schedule add` with its values, of the declared types. `focused` is the one being typed. */
export function buildOptions(
  command: APIApplicationCommand,
  path: readonly string[],
  values: Values,
  focused?: string,
): Given[] {
  const tree = branch(command, path, values, focused);
  verify(command, tree, focused !== undefined);
  return givenOptions.parse(tree);
}

/** The option tree that the page sends: it must fit the command as well as one built here. */
export function checkOptions(command: APIApplicationCommand, given: unknown, isTyping: boolean): Given[] {
  const tree = z.array(loose).max(25).safeParse(given);
  if (!tree.success) throw new Unsendable("These options cannot be read");
  verify(command, tree.data, isTyping);
  return givenOptions.parse(tree.data);
}

/** The option that a person is typing into. */
export function focusedOption(options: readonly Given[]): { type: Type; name: string } | undefined {
  for (const option of options) {
    if (option.type === Type.Subcommand || option.type === Type.SubcommandGroup) {
      const nested = focusedOption(option.options ?? []);
      if (nested !== undefined) return nested;
    } else if ("focused" in option && option.focused) return option;
  }
  return undefined;
}

/** All options that carry a value, from whatever depth. */
export function leavesOf(options: readonly Given[]): { type: Type; value: Value }[] {
  return options.flatMap((option) =>
    option.type === Type.Subcommand || option.type === Type.SubcommandGroup ? leavesOf(option.options ?? []) : [option],
  );
}

type Parent = { name: string; options?: Declared[] };

function branch(parent: Parent, path: readonly string[], values: Values, focused: string | undefined): Loose[] {
  const [word, ...rest] = path;
  const declared = parent.options ?? [];
  if (word === undefined) return leaves(declared, values, focused);
  const option = declared.find(({ name }) => name === word);
  if (option?.type !== Type.Subcommand && option?.type !== Type.SubcommandGroup)
    throw new Unsendable(`"${parent.name}" has no part "${word}"`);
  const nested: Parent = { name: option.name, ...(option.options === undefined ? {} : { options: option.options }) };
  return [{ type: option.type, name: word, options: branch(nested, rest, values, focused) }];
}

function leaves(declared: readonly Declared[], values: Values, focused: string | undefined): Loose[] {
  for (const name of Object.keys(values)) {
    if (!declared.some((option) => option.name === name)) throw new Unsendable(`There is no option "${name}"`);
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
      if (Number.isNaN(number)) throw new Unsendable(`"${name}" must be a number`);
      return number;
    }
    case Type.Boolean:
      return value === true || value === "true";
    case Type.String:
      return String(value);
    default:
      // A mention is as good as the id in it.
      return String(value).replace(/^<[@#&!]+(\d+)>$/, "$1");
  }
}

/** Refuses what Discord's client would: unknown and missing options, wrong choices, values out of bounds. */
function verify(parent: Parent, given: readonly Loose[], isTyping: boolean): void {
  const declared = parent.options ?? [];
  for (const option of given) {
    const match = declared.find(({ name }) => name === option.name);
    if (match === undefined || match.type !== option.type) throw new Unsendable(`There is no option "${option.name}"`);
    if (match.type === Type.Subcommand || match.type === Type.SubcommandGroup) {
      verify(
        { name: match.name, ...(match.options === undefined ? {} : { options: match.options }) },
        option.options ?? [],
        isTyping,
      );
    } else if (!isTyping) verifyValue(match, option.value);
  }
  if (isTyping) return;
  const missing = declared.find((option) => option.required && !given.some(({ name }) => name === option.name));
  if (missing !== undefined) throw new Unsendable(`The option "${missing.name}" is required`);
  const hasParts = declared.some(({ type }) => type === Type.Subcommand || type === Type.SubcommandGroup);
  if (hasParts && given.length !== 1) throw new Unsendable(`"${parent.name}" needs one of its parts`);
}

function verifyValue(option: Declared, value: Value | undefined): void {
  const { name } = option;
  if (value === undefined) throw new Unsendable(`The option "${name}" has no value`);
  if ("choices" in option && option.choices?.length && !option.choices.some((choice) => choice.value === value)) {
    throw new Unsendable(`"${String(value)}" is not one of the choices of "${name}"`);
  }
  if ("min_value" in option && option.min_value !== undefined && Number(value) < option.min_value)
    throw new Unsendable(`"${name}" must be at least ${option.min_value}`);
  if ("max_value" in option && option.max_value !== undefined && Number(value) > option.max_value)
    throw new Unsendable(`"${name}" must be at most ${option.max_value}`);
  const { length } = String(value);
  if ("min_length" in option && option.min_length !== undefined && length < option.min_length)
    throw new Unsendable(`"${name}" must have ${option.min_length} characters or more`);
  if ("max_length" in option && option.max_length !== undefined && length > option.max_length)
    throw new Unsendable(`"${name}" must have ${option.max_length} characters or fewer`);
}
