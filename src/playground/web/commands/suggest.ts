import type { APIApplicationCommandOptionChoice } from "discord-api-types/v10";
import { OPTION } from "../kinds.ts";
import { type Draft, type DraftPart, openOptions, readDraft } from "./draft.ts";
import type { Picks } from "./request.ts";
import { type CommandOption, choicesOf, isAutocompleted, type RunnableCommand } from "./tree.ts";
import { mentionable, readValue, type Surroundings } from "./values.ts";

export type Suggestion = {
  /** What is shown, and what stands beside it. */
  label: string;
  note: string;
  required?: boolean;
  /** What choosing it writes, from `from` to `to`. */
  insert: string;
  /** Taking it lets the person choose a file. */
  isUpload?: true;
  /** Set where the written label stands for another value. */
  value?: string | number;
};

export type Suggestions = {
  kind: "commands" | "options" | "values";
  title: string;
  from: number;
  to: number;
  items: Suggestion[];
  /** Is Enter meant for the first item, or does it send? */
  eager: boolean;
  option?: CommandOption;
  /** What is written for that option so far. */
  value?: string;
  /** The bot is to be asked for the items. */
  remote?: { draft: Draft; option: CommandOption; query: string };
};

export type Writing = { text: string; caret: number };

/** What to offer at the caret: commands, options, or an option's values. */
export function suggest(
  writing: Writing,
  commands: readonly RunnableCommand[],
  around: Surroundings,
  picks: Picks,
): Suggestions | undefined {
  const { text, caret } = writing;
  if (!text.startsWith("/")) return undefined;
  const draft = readDraft(text, commands);
  if (!draft || caret <= draft.nameEnd) return suggestCommands(text, commands, draft);
  const part = draft.parts.find(({ start, end }) => start < caret && caret <= end);
  if (!part) return suggestOptions(draft, text, draft.nameEnd, caret);
  const before = text.slice(part.valueStart, caret);
  if (/\S\s/.test(before) && isWhole(part, before, around, picks)) {
    const options = suggestOptions(draft, text, part.valueStart + before.search(/\S+\s*$/), caret, before);
    if (options.items.length > 0) return options;
  }
  return suggestValues(draft, part, around, picks);
}

/** Does the value end before the last word, so that this word may begin an option's name? */
function isWhole(part: DraftPart, before: string, around: Surroundings, picks: Picks): boolean {
  const endsInSpace = /\s$/.test(before);
  const ended = (endsInSpace ? before : before.replace(/\s*\S*$/, "")).trim();
  if (isAutocompleted(part.option) && endsInSpace) return picks.get(part.option.name)?.label === ended;
  return ended !== "" && readValue(part.option, ended, around, picks.get(part.option.name)).ok;
}

function suggestCommands(text: string, commands: readonly RunnableCommand[], draft: Draft | undefined): Suggestions {
  const typed = text.slice(1).toLowerCase().trimStart();
  const named = (command: RunnableCommand) => command.path.join(" ").toLowerCase();
  const rank = (command: RunnableCommand) => (named(command).startsWith(typed) ? 0 : 1);
  const found = commands
    .filter((command) => named(command).includes(typed.trimEnd()))
    .sort((one, other) => rank(one) - rank(other));
  const isReady = draft !== undefined && openOptions(draft).every((option) => !option.required);
  return {
    kind: "commands",
    title: typed === "" ? "Commands" : `Commands matching /${typed}`,
    from: 0,
    to: text.length,
    items: found.map(({ path, description, options }) => ({
      label: `/${path.join(" ")}`,
      note: description,
      insert: `/${path.join(" ")} ${firstRequired(options)}`,
    })),
    eager: !isReady,
  };
}

function firstRequired(options: readonly CommandOption[]): string {
  const first = options.find((option) => option.required);
  return first ? `${first.name}:` : "";
}

function suggestOptions(draft: Draft, text: string, from: number, caret: number, before = ""): Suggestions {
  const word = /\S*$/.exec(text.slice(from, caret))?.[0] ?? "";
  const typed = before === "" || !/\s$/.test(before) ? word.toLowerCase() : "";
  const items = openOptions(draft).filter(({ name }) => name.toLowerCase().startsWith(typed));
  return {
    kind: "options",
    title: `/${draft.command.path.join(" ")} · options`,
    from: caret - (typed === "" ? 0 : word.length),
    to: caret,
    items: items.map(({ name, description, required }) => ({
      label: name,
      note: description,
      required: required === true,
      insert: `${/\s$/.test(text.slice(0, caret - typed.length)) ? "" : " "}${name}:`,
    })),
    eager: items.some(({ required }) => required),
  };
}

function suggestValues(draft: Draft, part: DraftPart, around: Surroundings, picks: Picks): Suggestions {
  const { option, value } = part;
  const base = {
    kind: "values" as const,
    title: `${option.name} · ${option.description}`,
    from: part.valueStart,
    to: part.end,
    option,
    value,
  };
  if (isAutocompleted(option)) {
    const isPicked = picks.get(option.name)?.label === value;
    return { ...base, items: [], eager: !isPicked, remote: { draft, option, query: value } };
  }
  const all = fixedValues(option, around);
  const isExact = all.some(({ label }) => label.toLowerCase() === value.toLowerCase());
  const items = isExact ? [] : all.filter(({ label }) => label.toLowerCase().includes(value.toLowerCase()));
  return { ...base, items: items.slice(0, 25), eager: value !== "" || option.required === true };
}

function fixedValues(option: CommandOption, around: Surroundings): Suggestion[] {
  const choices = choicesOf(option);
  if (choices) return choices.map(choiceSuggestion);
  if (option.type === OPTION.boolean) return ["True", "False"].map((label) => ({ label, note: "", insert: label }));
  if (option.type === OPTION.attachment)
    return [{ label: "Choose a file…", note: "from this computer", insert: "", isUpload: true }];
  return mentionable(option, around).map(({ label, note }) => ({ label, note, insert: label }));
}

export function choiceSuggestion({ name, value }: APIApplicationCommandOptionChoice): Suggestion {
  return { label: name, note: "", insert: name, value };
}

/** The text and caret after a suggestion is taken; the next required option is begun at once, as Discord does. */
export function take(
  writing: Writing,
  suggestions: Suggestions,
  item: Suggestion,
  commands: readonly RunnableCommand[],
): Writing {
  const before = writing.text.slice(0, suggestions.from) + item.insert;
  const after = writing.text.slice(suggestions.to).trimStart();
  if (suggestions.kind !== "values") return { text: before + after, caret: before.length };
  const draft = readDraft(`${before} ${after}`, commands);
  const next = draft && after === "" ? openOptions(draft).find((option) => option.required) : undefined;
  const written = next ? `${before} ${next.name}:` : `${before} `;
  return { text: written + after, caret: written.length };
}
