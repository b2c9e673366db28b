import {
  type APIApplicationCommandOptionChoice,
  ApplicationCommandType as Kind,
  Locale,
  ApplicationCommandOptionType as Option,
} from "discord-api-types/v10";
import { z } from "zod";
import { addIssue, addIssueWith, addMissing, listOf, parseForm, snowflake, text } from "./form.ts";

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));

/** Lowercase, in scripts that have case. */
const optionName = z.string().check((context) => {
  if (!NAME.test(context.value) || context.value !== context.value.toLowerCase())
    addIssue(context, "APPLICATION_COMMAND_INVALID_NAME");
});

function localized(value: z.ZodType<string>) {
  return z
    .record(z.string(), value)
    .nullish()
    .check((context) => {
      for (const locale of Object.keys(context.value ?? {}))
        if (!LOCALES.has(locale)) addIssueWith(context, "BASE_TYPE_CHOICES", `"${locale}" is not a locale`, [locale]);
    });
}

const named = {
  name: optionName,
  name_localizations: localized(optionName),
  description: text(1, 100),
  description_localizations: localized(text(1, 100)),
};

const choice = z.object({
  name: text(1, 100),
  name_localizations: localized(text(1, 100)),
  value: z.union([text(1, 100), z.number()]),
});

const CHOICE_TYPES: readonly number[] = [Option.String, Option.Integer, Option.Number];

const plainOption = z
  .object({
    type: z.literal([
      Option.String,
      Option.Integer,
      Option.Boolean,
      Option.User,
      Option.Channel,
      Option.Role,
      Option.Mentionable,
      Option.Number,
      Option.Attachment,
    ]),
    ...named,
    required: z.boolean().nullish(),
    choices: listOf(choice, 0, 25).nullish(),
    autocomplete: z.boolean().nullish(),
    channel_types: z.array(z.int()).nullish(),
    min_value: z.number().nullish(),
    max_value: z.number().nullish(),
    min_length: z.int().min(0).max(6000).nullish(),
    max_length: z.int().min(1).max(6000).nullish(),
  })
  .check((context) => {
    const { type, choices, autocomplete } = context.value;
    if (autocomplete && choices?.length)
      addIssue(context, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES_EXCLUSIVE", ["choices"]);
    if ((autocomplete || choices?.length) && !CHOICE_TYPES.includes(type))
      addIssue(context, "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", ["type"]);
    choices?.forEach(({ value }, index) => {
      if ((typeof value === "string") !== (type === Option.String))
        addIssue(context, "STRING_TYPE_CONVERT", ["choices", index, "value"]);
    });
  });

const subcommand = z.object({
  type: z.literal(Option.Subcommand),
  ...named,
  options: options(listOf(z.discriminatedUnion("type", [plainOption]), 0, 25)).nullish(),
});
const group = z.object({
  type: z.literal(Option.SubcommandGroup),
  ...named,
  options: options(listOf(z.discriminatedUnion("type", [subcommand]), 0, 25)).nullish(),
});

const command = z
  .object({
    id: snowflake.nullish(),
    type: z.literal([Kind.ChatInput, Kind.User, Kind.Message]).nullish(),
    name: text(1, 32),
    name_localizations: localized(text(1, 32)),
    description: text(0, 100).nullish(),
    description_localizations: localized(text(0, 100)),
    options: options(listOf(z.discriminatedUnion("type", [plainOption, subcommand, group]), 0, 25)).nullish(),
    default_member_permissions: z.union([z.string().regex(/^\d+$/), z.int().transform(String)]).nullish(),
    dm_permission: z.boolean().nullish(),
    contexts: z.array(z.literal([0, 1, 2])).nullish(),
    integration_types: z.array(z.literal([0, 1])).nullish(),
    nsfw: z.boolean().nullish(),
  })
  .check((context) => {
    const { type, name, description, options } = context.value;
    if ((type ?? Kind.ChatInput) !== Kind.ChatInput) {
      if (description) addIssue(context, "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", ["description"]);
      if (options?.length) addIssue(context, "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", ["options"]);
      return;
    }
    if (!optionName.safeParse(name).success) addIssue(context, "APPLICATION_COMMAND_INVALID_NAME", ["name"]);
    if (!description) addMissing(context, "description");
    const size = sizeOf(context.value);
    if (size > MAX_SIZE)
      addIssueWith(context, "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${MAX_SIZE})`);
  });

const MAX_SIZE = 8000;

export type SentCommand = z.infer<typeof command>;

export function parseCommand(value: unknown, at: readonly PropertyKey[] = []): SentCommand {
  return parseForm(command, value, at);
}

type ListedOption = { type: number; name: string; required?: boolean | null | undefined };

/** Names are unique, required options come first, and subcommands don't mix with other options. */
function options<T extends ListedOption>(list: z.ZodType<T[]>): z.ZodType<T[]> {
  return list.check((context) => {
    const names = new Set<string>();
    let optionalBefore = false;
    context.value.forEach(({ type, name, required }, index) => {
      if (names.has(name)) addIssue(context, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", [index, "name"]);
      names.add(name);
      if (isNested(type)) return;
      if (required && optionalBefore) addIssue(context, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", [index]);
      optionalBefore ||= !required;
    });
    if (context.value.some(({ type }) => isNested(type)) && !context.value.every(({ type }) => isNested(type)))
      addIssue(context, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID");
  });
}

function isNested(type: number): boolean {
  return type === Option.Subcommand || type === Option.SubcommandGroup;
}

type Sized = {
  name: string;
  name_localizations?: Record<string, string> | null | undefined;
  description?: string | null | undefined;
  description_localizations?: Record<string, string> | null | undefined;
  value?: string | number;
  options?: readonly Sized[] | null | undefined;
  choices?: readonly Sized[] | null | undefined;
};

/** Each text counts as the longest of its localizations. */
function sizeOf(part: Sized): number {
  const { name, name_localizations, description, description_localizations, value = "", options, choices } = part;
  return [...(options ?? []), ...(choices ?? [])].reduce(
    (sum, nested) => sum + sizeOf(nested),
    longest(name, name_localizations) + longest(description ?? "", description_localizations) + String(value).length,
  );
}

function longest(text: string, others: Record<string, string> | null | undefined): number {
  return Math.max(text.length, ...Object.values(others ?? {}).map(({ length }) => length));
}

/** Up to 25 suggestions for an autocompleted option, of the option's type. */
export function parseChoices(data: unknown, optionType = Option.String): APIApplicationCommandOptionChoice[] {
  const value: z.ZodType<string | number> = optionType === Option.String ? text(1, 100) : z.number();
  const choice = z.object({
    name: text(1, 100),
    value,
    name_localizations: z.record(z.string(), z.string()).nullish(),
  });
  const { choices } = parseForm(z.object({ choices: listOf(choice, 0, 25).nullish() }), data, ["data"]);
  return (choices ?? []).map(({ name, value }) => ({ name, value }));
}
