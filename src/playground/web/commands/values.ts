import type { APIApplicationCommandOptionChoice } from "discord-api-types/v10";
import { type Candidate, channelCandidates, type Directory, roleCandidates, userCandidates } from "../candidates.ts";
import { OPTION } from "../enums.ts";
import { type CommandOption, choicesOf, isAutocompleted } from "./tree.ts";

/** An accepted suggestion: the text in the field and the value it represents. */
export type PickedValue = { label: string; value: string | number };

/** By option name. */
export type Picked = ReadonlyMap<string, PickedValue>;

type ParsedValue = { ok: true; value: string | number | boolean } | { ok: false; error: string };

/** Parses the text of one option. `error` is a sentence for the user. */
export function parseValue(
  option: CommandOption,
  text: string,
  directory: Directory,
  picked?: PickedValue,
): ParsedValue {
  if (text === "") return failed(`Enter a value for \`${option.name}\`.`);
  const choices = choicesOf(option);
  if (choices && choices.length > 0) return parseChoice(option, text, choices);
  const isPicked = picked?.label === text;
  if (isPicked && (isAutocompleted(option) || option.type === OPTION.attachment))
    return { ok: true, value: picked.value };
  switch (option.type) {
    case OPTION.integer:
    case OPTION.number:
      return parseNumber(option, text);
    case OPTION.boolean:
      return parseBoolean(option, text);
    case OPTION.string:
      return parseString(option, text);
    case OPTION.attachment:
      return failed(`Choose a file for \`${option.name}\` from the list above.`);
    default:
      return parseMention(option, text, directory);
  }
}

function failed(error: string): ParsedValue {
  return { ok: false, error };
}

function parseChoice(option: CommandOption, text: string, choices: APIApplicationCommandOptionChoice[]): ParsedValue {
  const wanted = text.toLowerCase();
  const choice = choices.find(
    ({ name, value }) => name.toLowerCase() === wanted || String(value).toLowerCase() === wanted,
  );
  if (choice) return { ok: true, value: choice.value };
  const names = choices.slice(0, 5).map(({ name }) => `\`${name}\``);
  if (choices.length > 5) names.push("or another value from the list");
  return failed(`\`${option.name}\` can be ${names.join(", ")}.`);
}

function parseNumber(option: CommandOption, text: string): ParsedValue {
  const value = Number(text.replace(",", "."));
  const isInteger = option.type === OPTION.integer;
  if (!Number.isFinite(value) || (isInteger && !Number.isInteger(value)))
    return failed(`\`${option.name}\` must be a ${isInteger ? "whole number" : "number"}, like \`3\`.`);
  const [min, max] = "min_value" in option ? [option.min_value, option.max_value] : [undefined, undefined];
  if (min !== undefined && value < min) return failed(`\`${option.name}\` must be at least ${min}.`);
  if (max !== undefined && value > max) return failed(`\`${option.name}\` must be at most ${max}.`);
  return { ok: true, value };
}

function parseBoolean(option: CommandOption, text: string): ParsedValue {
  const wanted = text.toLowerCase();
  if (["true", "yes", "on"].includes(wanted)) return { ok: true, value: true };
  if (["false", "no", "off"].includes(wanted)) return { ok: true, value: false };
  return failed(`\`${option.name}\` must be \`True\` or \`False\`.`);
}

function parseString(option: CommandOption, text: string): ParsedValue {
  const [min, max] = "min_length" in option ? [option.min_length, option.max_length] : [undefined, undefined];
  if (min !== undefined && text.length < min) return failed(`\`${option.name}\` must have at least ${min} characters.`);
  if (max !== undefined && text.length > max) return failed(`\`${option.name}\` must have at most ${max} characters.`);
  return { ok: true, value: text };
}

function parseMention(option: CommandOption, text: string, directory: Directory): ParsedValue {
  const candidates = candidatesFor(option, directory);
  const wanted = text.toLowerCase();
  const found = candidates.find(
    ({ id, label }) => label.toLowerCase() === wanted || text.replace(/[<>@#&!]/g, "") === id,
  );
  if (found) return { ok: true, value: found.id };
  const example = candidates[0] ? ` Try \`${candidates[0].label}\`.` : "";
  return failed(`I can't find \`${text}\` for \`${option.name}\`.${example}`);
}

/** What an option for users, channels or roles can take. */
export function candidatesFor(option: CommandOption, directory: Directory): Candidate[] {
  switch (option.type) {
    case OPTION.user:
      return userCandidates(directory);
    case OPTION.role:
      return roleCandidates(directory);
    case OPTION.mentionable:
      return [...userCandidates(directory), ...roleCandidates(directory)];
    case OPTION.channel:
      return channelCandidates(directory, option.channel_types);
    default:
      return [];
  }
}
