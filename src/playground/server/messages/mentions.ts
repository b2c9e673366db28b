import {
  AllowedMentionsTypes,
  type APIMessage,
  type APIUser,
  PermissionFlagsBits as Bits,
} from "discord-api-types/v10";
import { botPermissions, channelPermissions, has } from "../../model/permissions.ts";
import type { Channel, ModelView } from "../../model/types.ts";
import type { AllowedMentions } from "../validation/message.ts";

type MentionSource = {
  content: string;
  components: readonly unknown[];
  allowed: AllowedMentions | null | undefined;
  replyTo: APIMessage | undefined;
  author: APIUser;
};

/**
 * Who is notified: those that the text mentions and `allowed_mentions` lets through. Roles that aren't mentionable, @everyone
 * and @here need a permission.
 */
export function mentionsIn(view: ModelView, channel: Channel, source: MentionSource) {
  const { allowed, replyTo, author } = source;
  const held = author.id === view.bot.id ? botPermissions(view, channel) : channelPermissions(view, channel, author.id);
  const mentionsAll = has(held, Bits.MentionEveryone);
  const text = textOf(source.content, source.components);
  const guild = channel.guildId === undefined ? undefined : view.guilds.get(channel.guildId);
  const allows = (type: AllowedMentionsTypes, ids: readonly string[] | null | undefined, id: string) =>
    allowed == null || allowed.parse?.includes(type) === true || ids?.includes(id) === true;

  const mentions = new Map<string, APIUser>();
  for (const id of idsIn(text, /<@!?(\d+)>/g)) {
    const user = view.users.get(id);
    if (user !== undefined && allows(AllowedMentionsTypes.User, allowed?.users, id)) mentions.set(id, user);
  }
  if (replyTo !== undefined && (allowed == null || allowed.replied_user === true))
    mentions.set(replyTo.author.id, replyTo.author);
  const roles = idsIn(text, /<@&(\d+)>/g).filter(
    (id) =>
      (mentionsAll || guild?.roles.get(id)?.mentionable) &&
      guild?.roles.has(id) &&
      allows(AllowedMentionsTypes.Role, allowed?.roles, id),
  );
  return {
    mentions: [...mentions.values()],
    mention_roles: [...new Set(roles)],
    mention_everyone:
      mentionsAll && /@(everyone|here)\b/.test(text) && allows(AllowedMentionsTypes.Everyone, undefined, ""),
  };
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(([, id]) => id ?? []);
}

/** All text in a message that can contain mentions. */
function textOf(content: string, components: readonly unknown[]): string {
  const texts = [content];
  const collect = (parts: readonly unknown[]) => {
    for (const part of parts) {
      if (typeof part !== "object" || part === null) continue;
      if ("content" in part && typeof part.content === "string") texts.push(part.content);
      if ("components" in part && Array.isArray(part.components)) collect(part.components);
    }
  };
  collect(components);
  return texts.join("\n");
}
