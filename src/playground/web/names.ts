import type { APIMessage, APIMessageTopLevelComponent, APIUser } from "discord-api-types/v10";
import type { PageChannel, PageUser } from "../server/page/protocol.ts";
import { COMPONENT } from "./kinds.ts";
import { type MentionNode, parseMarkdown, plainTextOf } from "./markdown/parse.ts";
import { now } from "./now.ts";
import type { State } from "./state.ts";
import { formatTimestamp, readerOf } from "./time.ts";

/** What the things are called that a message or a page part names by id. */

export function personOf(state: State, id: string): PageUser | undefined {
  return state.hello?.people.find((person) => person.id === id);
}

export function moderatorOf(state: State): PageUser | undefined {
  return state.hello?.people.find(({ role }) => role.includes("moderator"));
}

export function channelOf(state: State, id: string | undefined): PageChannel | undefined {
  return state.hello?.channels.find((channel) => channel.id === id);
}

/** The channel that is open where it is one of the guild, else the guild's first. */
export function guildChannelOf(state: State): PageChannel | undefined {
  const here = channelOf(state, state.channelId);
  return here && !here.isDirect ? here : state.hello?.channels.find(({ parentId, isDirect }) => !parentId && !isDirect);
}

/** A channel as people call it: `#daily`, the name of a thread, or whose direct messages it is. */
export function titleOf({ name, parentId, isDirect }: PageChannel): string {
  if (parentId) return name;
  return isDirect ? `@${name}` : `#${name}`;
}

export function userName(state: State, id: string): string {
  const known = personOf(state, id) ?? state.hello?.otherMembers.find((other) => other.id === id);
  if (known) return known.name;
  return state.hello?.bot.user.id === id ? displayName(state.hello.bot.user) : "unknown-user";
}

export function displayName(user: APIUser): string {
  return user.global_name ?? user.username;
}

export function roleName(state: State, id: string): string {
  return state.hello?.roles.find((role) => role.id === id)?.name.replace(/^@/, "") ?? "deleted-role";
}

const PLACE = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/;

/** The channel, thread or message of this guild that an address of Discord's leads to. */
export function placeAt(state: State, address: string): { channel: PageChannel; messageId?: string } | undefined {
  const [, channelId, messageId] = PLACE.exec(address) ?? [];
  const channel = channelOf(state, channelId);
  if (!channel) return undefined;
  return messageId === undefined ? { channel } : { channel, messageId };
}

const MESSAGE_ADDRESS = /https:\/\/discord\.com\/channels\/\d+\/(\d+)\/\d+/g;

/** A message as one line of words, for screen readers and toasts. */
export function summaryOf(state: State, message: APIMessage): string {
  const embeds = message.embeds.flatMap(({ title, description }) => [title, description]);
  const texts = [message.content, ...embeds, ...(message.components ?? []).flatMap(textsOf)];
  const words = texts.map((text) =>
    parseMarkdown(text ?? "")
      .map((node) => plainTextOf(node, (mention) => mentionWords(state, mention)))
      .join(""),
  );
  const line = words
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(" · ")
    .replace(MESSAGE_ADDRESS, (address, channelId) =>
      channelOf(state, channelId) ? mentionWords(state, { type: "channel", id: channelId }) : address,
    )
    .replace(/\s+/g, " ")
    .trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function mentionWords(state: State, mention: MentionNode): string {
  switch (mention.type) {
    case "user":
      return `@${userName(state, mention.id)}`;
    case "role":
      return `@${roleName(state, mention.id)}`;
    case "channel":
      return `#${channelOf(state, mention.id)?.name ?? "No Access"}`;
    case "timestamp":
      return formatTimestamp(mention.seconds, mention.style, now(), readerOf(navigator.languages));
  }
}

function textsOf(component: APIMessageTopLevelComponent): string[] {
  switch (component.type) {
    case COMPONENT.text:
      return [component.content];
    case COMPONENT.section:
      return component.components.flatMap(textsOf);
    case COMPONENT.container:
      return component.components.flatMap(textsOf);
    default:
      return [];
  }
}
