import type { Attachment, AutocompleteInteraction, ChatInputCommandInteraction } from "discord.js";
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandChannelOption,
  ApplicationCommandOptionType,
} from "discord-api-types/v10";
import { UserError } from "../../text/user-errors.ts";

type Given = ChatInputCommandInteraction["options"];
type WithoutName<Declared> = Declared extends unknown ? Omit<Declared, "name"> : never;

export type Choice = { name: string; value: string };
/** Suggests values for an option while a member types it. */
export type Suggest<Services> = (
  typed: string,
  interaction: AutocompleteInteraction,
  services: Services,
) => Choice[] | Promise<Choice[]>;

/** An option of a slash command: its declaration for Discord, and how to read its value. */
export type Option<Value, Services = unknown> = {
  readonly declaration: WithoutName<APIApplicationCommandBasicOption>;
  read(given: Given, name: string): Value;
  suggest?: Suggest<Services>;
};
export type Options<Services> = Readonly<Record<string, Option<unknown, Services>>>;
/** The values of options, by declared name. */
export type Values<Declared extends Options<never>> = { [Name in keyof Declared]: ReturnType<Declared[Name]["read"]> };

/** Converts names: `revealAfter` becomes `reveal-after`. */
export function discordName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function declareOptions(options: Options<never>): APIApplicationCommandBasicOption[] {
  return Object.entries(options).map(([name, { declaration }]) => ({ name: discordName(name), ...declaration }));
}

export function readOptions<Declared extends Options<never>>(
  options: Declared | undefined,
  given: Given,
): Values<Declared>;
export function readOptions(options: Options<never> = {}, given: Given): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, option.read(given, discordName(name))]),
  );
}

type Described = { description: string };

export function stringOption<Services = unknown>({
  description,
  maxLength,
  suggest,
}: Described & { maxLength?: number; suggest?: Suggest<Services> }): Option<string | undefined, Services> {
  const type = ApplicationCommandOptionType.String;
  const limits = maxLength === undefined ? {} : { max_length: maxLength };
  const read = (given: Given, name: string) => given.getString(name)?.trim();
  if (!suggest) return { declaration: { type, description, ...limits }, read };
  return { declaration: { type, description, ...limits, autocomplete: true }, read, suggest };
}

export function integerOption({
  description,
  min,
  max,
}: Described & { min: number; max: number }): Option<number | undefined> {
  return {
    declaration: { type: ApplicationCommandOptionType.Integer, description, min_value: min, max_value: max },
    read(given, name) {
      const value = given.getInteger(name) ?? undefined;
      if (value !== undefined && (value < min || value > max)) throw invalid(name, value);
      return value;
    },
  };
}

type Choices<Value> = Described & { values: readonly Value[]; nameOf(value: Value): string };

/** A choice between a few strings, each with a display name. */
export function choiceOption<const Value extends string>(choices: Choices<Value>): Option<Value | undefined> {
  return {
    declaration: { type: ApplicationCommandOptionType.String, ...declareChoices(choices) },
    read: (given, name) => chosen(choices.values, given.getString(name), name),
  };
}

/** A choice between a few numbers, each with a display name. */
export function integerChoiceOption<const Value extends number>(choices: Choices<Value>): Option<Value | undefined> {
  return {
    declaration: { type: ApplicationCommandOptionType.Integer, ...declareChoices(choices) },
    read: (given, name) => chosen(choices.values, given.getInteger(name), name),
  };
}

function declareChoices<Value>({ description, values, nameOf }: Choices<Value>) {
  return { description, choices: values.map((value) => ({ name: nameOf(value), value })) };
}

type PlainType = (typeof ApplicationCommandOptionType)["Boolean" | "Role" | "User" | "Attachment"];

function plainOption<Value>(type: PlainType, read: (given: Given, name: string) => Value | null | undefined) {
  return ({ description }: Described): Option<Value | undefined> => ({
    declaration: { type, description },
    read: (given, name) => read(given, name) ?? undefined,
  });
}

export const booleanOption = plainOption(ApplicationCommandOptionType.Boolean, (given, name) => given.getBoolean(name));
/** Reads the role's id. */
export const roleOption = plainOption(ApplicationCommandOptionType.Role, (given, name) => given.getRole(name)?.id);
/** Reads the user's id. */
export const userOption = plainOption(ApplicationCommandOptionType.User, (given, name) => given.getUser(name)?.id);
export const attachmentOption = plainOption<Attachment>(ApplicationCommandOptionType.Attachment, (given, name) =>
  given.getAttachment(name),
);

type ChannelTypes = NonNullable<APIApplicationCommandChannelOption["channel_types"]>;

/** Reads the channel's id. */
export function channelOption({ description, types }: Described & { types: ChannelTypes }): Option<string | undefined> {
  return {
    declaration: { type: ApplicationCommandOptionType.Channel, description, channel_types: types },
    read: (given, name) => given.getChannel(name)?.id,
  };
}

export function required<Value, Services>(
  option: Option<Value | undefined, Services>,
): Option<Exclude<Value, undefined>, Services>;
export function required(option: Option<unknown, never>): Option<unknown, never> {
  return {
    ...option,
    declaration: { ...option.declaration, required: true },
    read(given, name) {
      const value = option.read(given, name);
      if (value === undefined) throw invalid(name, "");
      return value;
    },
  };
}

export function withDefault<Value, Services>(
  option: Option<Value | undefined, Services>,
  value: Value,
): Option<Value, Services> {
  return { ...option, read: (given, name) => option.read(given, name) ?? value };
}

function chosen<Value extends string | number>(
  values: readonly Value[],
  given: string | number | null,
  name: string,
): Value | undefined {
  if (given === null) return undefined;
  const value = values.find((one) => one === given);
  if (value === undefined) throw invalid(name, given);
  return value;
}

function invalid(option: string, given: string | number): UserError {
  return new UserError("option-invalid", { option, given: String(given) });
}

const MAX_CHOICES = 25;

/** Suggests strings that start with the typed text, then those that contain it. */
export function suggestFrom(all: readonly string[], typed: string): Choice[] {
  const searched = typed.trim().toLowerCase().replaceAll(" ", "_");
  const rank = (text: string) => (text.toLowerCase().startsWith(searched) ? 0 : 1);
  return all
    .filter((text) => text.toLowerCase().includes(searched))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_CHOICES)
    .map((text) => ({ name: text, value: text }));
}
