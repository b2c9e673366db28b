import type { APIApplicationCommandOptionChoice, APIRole } from "discord-api-types/v10";
import type { PageChannel, PageUser } from "../../server/page/protocol.ts";
import { OPTION } from "../kinds.ts";
import { type CommandOption, choicesOf, isAutocompleted } from "./tree.ts";

/** What a written value can point at. */
export type Surroundings = {
  channels: PageChannel[];
  people: PageUser[];
  roles: APIRole[];
  bot?: { id: string; name: string };
};

/** A picked suggestion: what is written, and what it stands for. */
export type Pick = { label: string; value: string | number };

export type ReadValue = { ok: true; value: string | number | boolean } | { ok: false; why: string };

/** What a written value means for its option, or why it means nothing, as a sentence for the writer. */
export function readValue(option: CommandOption, written: string, around: Surroundings, picked?: Pick): ReadValue {
  if (written === "") return { ok: false, why: `Give \`${option.name}\` a value.` };
  const choices = choicesOf(option);
  if (choices && choices.length > 0) return readChoice(option, written, choices);
  if (isAutocompleted(option) && picked && picked.label === written) return { ok: true, value: picked.value };
  switch (option.type) {
    case OPTION.integer:
    case OPTION.number:
      return readNumber(option, written);
    case OPTION.boolean:
      return readBoolean(option, written);
    case OPTION.string:
      return readText(option, written);
    case OPTION.attachment:
      if (picked && picked.label === written) return { ok: true, value: picked.value };
      return { ok: false, why: `Choose a file for \`${option.name}\` from the list above.` };
    default:
      return readMention(option, written, around);
  }
}

function readChoice(option: CommandOption, written: string, choices: APIApplicationCommandOptionChoice[]): ReadValue {
  const wanted = written.toLowerCase();
  const choice = choices.find(
    ({ name, value }) => name.toLowerCase() === wanted || String(value).toLowerCase() === wanted,
  );
  if (choice) return { ok: true, value: choice.value };
  const some = choices.slice(0, 5).map(({ name }) => `\`${name}\``);
  return { ok: false, why: `\`${option.name}\` takes ${some.join(", ")}${choices.length > 5 ? " and others" : ""}.` };
}

function readNumber(option: CommandOption, written: string): ReadValue {
  const number = Number(written.replace(",", "."));
  const isWhole = option.type === OPTION.integer;
  if (!Number.isFinite(number) || (isWhole && !Number.isInteger(number)))
    return { ok: false, why: `\`${option.name}\` takes a ${isWhole ? "whole number" : "number"}, for example \`3\`.` };
  const [least, most] = "min_value" in option ? [option.min_value, option.max_value] : [undefined, undefined];
  if (least !== undefined && number < least) return { ok: false, why: `\`${option.name}\` must be at least ${least}.` };
  if (most !== undefined && number > most) return { ok: false, why: `\`${option.name}\` must be at most ${most}.` };
  return { ok: true, value: number };
}

function readBoolean(option: CommandOption, written: string): ReadValue {
  const wanted = written.toLowerCase();
  if (["true", "yes", "on"].includes(wanted)) return { ok: true, value: true };
  if (["false", "no", "off"].includes(wanted)) return { ok: true, value: false };
  return { ok: false, why: `\`${option.name}\` takes \`True\` or \`False\`.` };
}

function readText(option: CommandOption, written: string): ReadValue {
  const [least, most] = "min_length" in option ? [option.min_length, option.max_length] : [undefined, undefined];
  if (least !== undefined && written.length < least)
    return { ok: false, why: `\`${option.name}\` needs at least ${least} characters.` };
  if (most !== undefined && written.length > most)
    return { ok: false, why: `\`${option.name}\` takes at most ${most} characters.` };
  return { ok: true, value: written };
}

function readMention(option: CommandOption, written: string, around: Surroundings): ReadValue {
  const target = mentionable(option, around).find(
    ({ id, label }) => label.toLowerCase() === written.toLowerCase() || written.replace(/[<>@#&!]/g, "") === id,
  );
  if (target) return { ok: true, value: target.id };
  const example = mentionable(option, around)[0]?.label;
  return {
    ok: false,
    why: `I can't find \`${written}\` for \`${option.name}\`.${example ? ` Try \`${example}\`.` : ""}`,
  };
}

export type Mentionable = { id: string; label: string; note: string };

/** Everything an option of type user, channel, role or mentionable can take. */
export function mentionable(option: CommandOption, around: Surroundings): Mentionable[] {
  const people = around.people.map(({ id, name, role }) => ({ id, label: `@${name}`, note: role }));
  const bots = around.bot ? [{ id: around.bot.id, label: `@${around.bot.name}`, note: "app" }] : [];
  const roles = around.roles.map(({ id, name }) => ({ id, label: `@${name.replace(/^@/, "")}`, note: "role" }));
  switch (option.type) {
    case OPTION.user:
      return [...people, ...bots];
    case OPTION.role:
      return roles;
    case OPTION.mentionable:
      return [...people, ...bots, ...roles];
    case OPTION.channel:
      return channelsFor(option.channel_types ?? [], around.channels);
    default:
      return [];
  }
}

const TEXT_CHANNEL = 0;
const PUBLIC_THREAD = 11;

function channelsFor(types: readonly number[], channels: PageChannel[]): Mentionable[] {
  return channels
    .filter(({ parentId }) => types.length === 0 || types.includes(parentId ? PUBLIC_THREAD : TEXT_CHANNEL))
    .map(({ id, name, topic }) => ({ id, label: `#${name}`, note: topic }));
}
