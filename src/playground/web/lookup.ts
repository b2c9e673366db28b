import type {
  APIApplicationCommand,
  APIMessage,
  APIMessageComponentEmoji,
  APIMessageTopLevelComponent,
  APISelectMenuComponent,
  APIUser,
} from "discord-api-types/v10";
import type { PageChannel, PageUser } from "../server/page/protocol.ts";
import { type Candidate, channelCandidates, type Directory, roleCandidates, userCandidates } from "./candidates.ts";
import { timestampText } from "./clock.ts";
import { COMMAND, COMPONENT, CONTEXT } from "./enums.ts";
import { type MentionNode, parseMarkdown, plainText } from "./markdown/parse.ts";
import type { State } from "./state.ts";

/** Finds and names what messages and page parts refer to by id. */

export function personOf(state: State, id: string): PageUser | undefined {
  return state.hello?.people.find((person) => person.id === id);
}

export function moderatorOf(state: State): PageUser | undefined {
  return state.hello?.people.find(({ role }) => role === "moderator");
}

export function channelOf(state: State, id: string | undefined): PageChannel | undefined {
  return state.hello?.channels.find((channel) => channel.id === id);
}

/** The open channel if it belongs to the guild, or the guild's first. */
export function guildChannelOf(state: State): PageChannel | undefined {
  const open = channelOf(state, state.channelId);
  return open && !open.isDirect ? open : state.hello?.channels.find(({ parentId, isDirect }) => !parentId && !isDirect);
}

/** `#daily`, the name of a thread, or `@Rootine` for direct messages. */
export function channelTitle({ name, parentId, isDirect }: PageChannel): string {
  if (parentId) return name;
  return isDirect ? `@${name}` : `#${name}`;
}

export function displayName(user: APIUser): string {
  return user.global_name ?? user.username;
}

export function userName(state: State, id: string): string {
  const known = personOf(state, id) ?? state.hello?.otherMembers.find((member) => member.id === id);
  if (known) return known.name;
  return state.hello?.bot.user.id === id ? displayName(state.hello.bot.user) : "unknown-user";
}

export function roleName(state: State, id: string): string {
  return state.hello?.roles.find((role) => role.id === id)?.name.replace(/^@/, "") ?? "deleted-role";
}

/** The guild has no images of custom emoji, so they appear as their name. */
export function emojiText({ id, name }: APIMessageComponentEmoji): string {
  return id ? `:${name ?? "emoji"}:` : (name ?? "");
}

export function directoryOf({ hello }: State): Directory {
  if (!hello) return { channels: [], people: [], roles: [] };
  const { channels, people, roles, bot } = hello;
  return { channels, people, roles, bot: { id: bot.user.id, name: displayName(bot.user) } };
}

const CHANNEL_LINK = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/;

/** The channel or message of this guild that a Discord link points to. */
export function linkTarget(state: State, url: string): { channel: PageChannel; messageId?: string } | undefined {
  const [, channelId, messageId] = CHANNEL_LINK.exec(url) ?? [];
  const channel = channelOf(state, channelId);
  if (!channel) return undefined;
  return messageId === undefined ? { channel } : { channel, messageId };
}

const MESSAGE_LINK = /https:\/\/discord\.com\/channels\/\d+\/(\d+)\/\d+/g;
const MAX_SUMMARY = 300;

/** A message as one line of text, for screen readers, replies and toasts. */
export function summaryOf(state: State, message: APIMessage): string {
  const embeds = message.embeds.flatMap(({ title, description }) => [title, description]);
  const sources = [message.content, ...embeds, ...(message.components ?? []).flatMap(textsOf)];
  const mention = (node: MentionNode) => mentionText(state, node);
  const texts = sources.map((source) =>
    parseMarkdown(source ?? "")
      .map((node) => plainText(node, mention))
      .join("")
      .trim(),
  );
  const line = texts
    .filter((text) => text !== "")
    .join(" · ")
    .replace(MESSAGE_LINK, (url, id) => (channelOf(state, id) ? mention({ type: "channel", id }) : url))
    .replace(/\s+/g, " ");
  return line.length > MAX_SUMMARY ? `${line.slice(0, MAX_SUMMARY)}…` : line;
}

function mentionText(state: State, mention: MentionNode): string {
  switch (mention.type) {
    case "user":
      return `@${userName(state, mention.id)}`;
    case "role":
      return `@${roleName(state, mention.id)}`;
    case "channel":
      return `#${channelOf(state, mention.id)?.name ?? "No Access"}`;
    case "timestamp":
      return timestampText(mention.seconds, mention.style);
  }
}

function textsOf(component: APIMessageTopLevelComponent): string[] {
  switch (component.type) {
    case COMPONENT.text:
      return [component.content];
    case COMPONENT.section:
    case COMPONENT.container:
      return component.components.flatMap(textsOf);
    default:
      return [];
  }
}

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

/** The commands of every type that this user can use in the open channel. */
export function availableCommands(state: State): APIApplicationCommand[] {
  const context = channelOf(state, state.channelId)?.isDirect ? CONTEXT.botDm : CONTEXT.guild;
  const commands = state.hello?.commands ?? [];
  return commands.filter(({ contexts }) => contexts?.includes(context) ?? context === CONTEXT.guild);
}

/** The commands in the Apps menu of a message. */
export function messageCommands(state: State): APIApplicationCommand[] {
  return availableCommands(state).filter(({ type }) => type === COMMAND.message);
}
