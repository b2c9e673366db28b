import type { APISelectMenuComponent } from "discord-api-types/v10";
import { type Candidate, channelCandidates, roleCandidates, userCandidates } from "./candidates.ts";
import { COMPONENT } from "./enums.ts";
import { directoryOf, emojiText } from "./lookup.ts";
import type { State } from "./state.ts";

export type SelectItem = { value: string; label: string; description: string };

/** The options of a select menu of any type. */
export function selectItems(state: State, select: APISelectMenuComponent): SelectItem[] {
  if (select.type === COMPONENT.stringSelect)
    return select.options.map(({ value, label, description = "", emoji }) => ({
      value,
      label: emoji ? `${emojiText(emoji)} ${label}` : label,
      description,
    }));
  return candidates(state, select).map(({ id, label, description }) => ({ value: id, label, description }));
}

function candidates(state: State, select: APISelectMenuComponent): Candidate[] {
  const directory = directoryOf(state);
  switch (select.type) {
    case COMPONENT.channelSelect:
      return channelCandidates(directory, select.channel_types);
    case COMPONENT.userSelect:
      return userCandidates(directory);
    case COMPONENT.roleSelect:
      return roleCandidates(directory);
    default:
      return [...userCandidates(directory), ...roleCandidates(directory)];
  }
}

export function defaultSelection(select: APISelectMenuComponent): string[] {
  if (select.type === COMPONENT.stringSelect)
    return select.options.filter((option) => option.default).map(({ value }) => value);
  return (select.default_values ?? []).map(({ id }) => id);
}

const PLACEHOLDERS: Record<APISelectMenuComponent["type"], string> = {
  [COMPONENT.stringSelect]: "Make a selection",
  [COMPONENT.userSelect]: "Select a user",
  [COMPONENT.roleSelect]: "Select a role",
  [COMPONENT.mentionableSelect]: "Select a user or role",
  [COMPONENT.channelSelect]: "Select a channel",
};

export function placeholderOf({ placeholder, type }: APISelectMenuComponent): string {
  return placeholder ?? PLACEHOLDERS[type];
}
