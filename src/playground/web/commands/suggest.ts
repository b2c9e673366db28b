import type { APIApplicationCommandOptionChoice } from "discord-api-types/v10";
import type { Directory } from "../candidates.ts";
import { OPTION } from "../enums.ts";
import {
  type CommandOption,
  choicesOf,
  type Draft,
  type DraftPart,
  isAutocompleted,
  nameOf,
  openOptions,
  type RunnableCommand,
  readDraft,
} from "./tree.ts";
import { candidatesFor, type Picked, parseValue } from "./values.ts";

export type Suggestion = {
  label: string;
  description: string;
  required?: boolean;
  /** The text that replaces `from` to `to`. */
  insert: string;
  /** Accepting it opens a file dialog. */
  isUpload?: true;
  /** The value, where it differs from the label. */
  value?: string | number;
};

export type Suggestions = {
  kind: "commands" | "options" | "values";
  title: string;
  from: number;
  to: number;
  items: Suggestion[];
  /** Enter accepts the first item instead of sending. */
  enterAccepts: boolean;
  /** The option being typed, and its value so far. */
  option?: CommandOption;
  value?: string;
  /** Set when the bot has to provide the items. */
  autocomplete?: { draft: Draft; option: CommandOption; query: string };
};

type Field = { text: string; caret: number };

/** Suggestions at the caret: commands, options, or values of an option. */
export function suggest(
  { text, caret }: Field,
  commands: readonly RunnableCommand[],
  directory: Directory,
  picked: Picked,
): Suggestions | undefined {
  if (!text.startsWith("/")) return undefined;
  const draft = readDraft(text, commands);
  if (!draft || caret <= draft.nameEnd) return suggestCommands(text, commands, draft);
  const part = draft.parts.find(({ start, end }) => start < caret && caret <= end);
  if (!part) return suggestOptions(draft, text, draft.nameEnd, caret);
  const before = text.slice(part.valueStart, caret);
  if (/\S\s/.test(before) && isComplete(part, before, directory, picked)) {
    const options = suggestOptions(draft, text, part.valueStart + before.search(/\S+\s*$/), caret, before);
    if (options.items.length > 0) return options;
  }
  return suggestValues(draft, part, directory, picked);
}

/** Whether the value ends before the last word, which may then start an option's name. */
function isComplete({ option }: DraftPart, before: string, directory: Directory, picked: Picked): boolean {
  const endsInSpace = /\s$/.test(before);
  const value = (endsInSpace ? before : before.replace(/\s*\S*$/, "")).trim();
  if (isAutocompleted(option) && endsInSpace) return picked.get(option.name)?.label === value;
  return value !== "" && parseValue(option, value, directory, picked.get(option.name)).ok;
}

function suggestCommands(text: string, commands: readonly RunnableCommand[], draft: Draft | undefined): Suggestions {
  const typed = text.slice(1).toLowerCase().trimStart();
  const name = ({ path }: RunnableCommand) => path.join(" ").toLowerCase();
  const rank = (command: RunnableCommand) => (name(command).startsWith(typed) ? 0 : 1);
  const found = commands
    .filter((command) => name(command).includes(typed.trimEnd()))
    .sort((one, other) => rank(one) - rank(other));
  return {
    kind: "commands",
    title: typed === "" ? "Commands" : `Commands matching /${typed}`,
    from: 0,
    to: text.length,
    items: found.map((command) => ({
      label: nameOf(command),
      description: command.description,
      insert: `${nameOf(command)} ${nextRequired(command.options)}`,
    })),
    enterAccepts: draft === undefined || nextRequired(openOptions(draft)) !== "",
  };
}

function nextRequired(options: readonly CommandOption[]): string {
  const option = options.find(({ required }) => required);
  return option ? `${option.name}:` : "";
}

function suggestOptions(draft: Draft, text: string, from: number, caret: number, before = ""): Suggestions {
  const word = /\S*$/.exec(text.slice(from, caret))?.[0] ?? "";
  const typed = before === "" || !/\s$/.test(before) ? word.toLowerCase() : "";
  const items = openOptions(draft).filter(({ name }) => name.toLowerCase().startsWith(typed));
  const gap = /\s$/.test(text.slice(0, caret - typed.length)) ? "" : " ";
  return {
    kind: "options",
    title: `${nameOf(draft.command)} · options`,
    from: caret - (typed === "" ? 0 : word.length),
    to: caret,
    items: items.map(({ name, description, required }) => ({
      label: name,
      description,
      required: required === true,
      insert: `${gap}${name}:`,
    })),
    enterAccepts: items.some(({ required }) => required),
  };
}

function suggestValues(draft: Draft, part: DraftPart, directory: Directory, picked: Picked): Suggestions {
  const { option, value, valueStart: from, end: to } = part;
  const title = `${option.name} · ${option.description}`;
  const base = { kind: "values" as const, title, from, to, option, value };
  if (isAutocompleted(option)) {
    const isPicked = picked.get(option.name)?.label === value;
    return { ...base, items: [], enterAccepts: !isPicked, autocomplete: { draft, option, query: value } };
  }
  const typed = value.toLowerCase();
  const all = fixedValues(option, directory);
  const isExact = all.some(({ label }) => label.toLowerCase() === typed);
  const items = isExact ? [] : all.filter(({ label }) => label.toLowerCase().includes(typed));
  return { ...base, items: items.slice(0, 25), enterAccepts: value !== "" || option.required === true };
}

function fixedValues(option: CommandOption, directory: Directory): Suggestion[] {
  const choices = choicesOf(option);
  if (choices) return choices.map(choiceSuggestion);
  if (option.type === OPTION.boolean)
    return ["True", "False"].map((label) => ({ label, description: "", insert: label }));
  if (option.type === OPTION.attachment)
    return [{ label: "Choose a file…", description: "from this computer", insert: "", isUpload: true }];
  return candidatesFor(option, directory).map(({ label, description }) => ({ label, description, insert: label }));
}

export function choiceSuggestion({ name, value }: APIApplicationCommandOptionChoice): Suggestion {
  return { label: name, description: "", insert: name, value };
}

/** The field after accepting a suggestion. Like Discord, continues with the next required option. */
export function acceptSuggestion(
  { text }: Field,
  { kind, from, to }: Suggestions,
  { insert }: Suggestion,
  commands: readonly RunnableCommand[],
): Field {
  const before = text.slice(0, from) + insert;
  const after = text.slice(to).trimStart();
  if (kind !== "values") return { text: before + after, caret: before.length };
  const draft = after === "" ? readDraft(`${before} `, commands) : undefined;
  const written = `${before} ${draft ? nextRequired(openOptions(draft)) : ""}`;
  return { text: written + after, caret: written.length };
}
