import type { APIChannelSelectComponent, APISelectMenuComponent } from "discord-api-types/v10";
import { COMPONENT } from "./kinds.ts";
import { displayName } from "./names.ts";
import type { ChooserItem, State } from "./state.ts";
import { emojiText } from "./views/button.ts";

/** What a select menu of any kind offers. */
export function itemsOf(state: State, select: APISelectMenuComponent): ChooserItem[] {
  switch (select.type) {
    case COMPONENT.stringSelect:
      return select.options.map(({ value, label, description, emoji }) => ({
        value,
        label,
        note: description ?? "",
        mark: emoji ? emojiText(emoji) : "",
      }));
    case COMPONENT.channelSelect:
      return channelItems(state, select);
    case COMPONENT.userSelect:
      return userItems(state);
    case COMPONENT.roleSelect:
      return roleItems(state);
    default:
      return [...userItems(state), ...roleItems(state)];
  }
}

function userItems({ hello }: State): ChooserItem[] {
  if (!hello) return [];
  const people = hello.people.map(({ id, name, role }) => ({ value: id, label: name, note: role, mark: "@" }));
  return [...people, { value: hello.bot.user.id, label: displayName(hello.bot.user), note: "app", mark: "@" }];
}

function roleItems({ hello }: State): ChooserItem[] {
  return (hello?.roles ?? []).map(({ id, name }) => ({ value: id, label: name, note: "role", mark: "@" }));
}

const TEXT_CHANNEL = 0;
const PUBLIC_THREAD = 11;

function channelItems({ hello }: State, { channel_types: types }: APIChannelSelectComponent): ChooserItem[] {
  const wanted = new Set<number>(types ?? []);
  return (hello?.channels ?? [])
    .filter(({ parentId }) => wanted.size === 0 || wanted.has(parentId ? PUBLIC_THREAD : TEXT_CHANNEL))
    .map(({ id, name, topic }) => ({ value: id, label: name, note: topic, mark: "#" }));
}

export function firstChosen(select: APISelectMenuComponent): string[] {
  if (select.type === COMPONENT.stringSelect)
    return select.options.filter((option) => option.default).map(({ value }) => value);
  return (select.default_values ?? []).map(({ id }) => id);
}

const PLACEHOLDERS = new Map<number, string>([
  [COMPONENT.userSelect, "Select a user"],
  [COMPONENT.roleSelect, "Select a role"],
  [COMPONENT.mentionableSelect, "Select a user or role"],
  [COMPONENT.channelSelect, "Select a channel"],
]);

export function placeholderOf(select: APISelectMenuComponent): string {
  return select.placeholder ?? PLACEHOLDERS.get(select.type) ?? "Make a selection";
}
