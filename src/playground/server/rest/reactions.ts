import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import type { Model } from "../../model/model.ts";
import { parseEmoji, reactors } from "../../model/reactions.ts";
import { compareIds } from "../../model/snowflake.ts";
import type { ReactionEmoji } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { countOf, parseForm, snowflake } from "../validation/form.ts";
import { channelOf, messageOf, requirePermissions } from "./access.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const REACTIONS = "/channels/{channel_id}/messages/{message_id}/reactions";
const EMOJI = `${REACTIONS}/{emoji_name}`;
const MAX_EMOJIS = 20;

type ReactionModel = Pick<Model, "view" | "reactions">;

export function reactionRoutes(model: ReactionModel): Route[] {
  const { view, reactions } = model;
  const at = (request: RestRequest, permissions: bigint) => {
    const channel = channelOf(view, request);
    requirePermissions(view, channel, Bits.ReadMessageHistory | permissions);
    return { channel, message: messageOf(view, request, channel), emoji: emojiOf(request) };
  };
  const remove = (request: RestRequest, userId: string, permissions: bigint): RestResponse => {
    const { channel, message, emoji } = at(request, permissions);
    if (!reactions.remove(channel, message, emoji, userId)) throw apiError(10014);
    return noContent;
  };
  return [
    route("GET", EMOJI, "read", (request) => {
      const { message, emoji } = at(request, 0n);
      return ok(listUsers(model, message.id, emoji, request));
    }),
    route("PUT", `${EMOJI}/@me`, "reaction", (request) => {
      const { channel, message, emoji } = at(request, 0n);
      if (!isUnicodeEmoji(emoji)) throw apiError(10014);
      const existing = view.reactions.get(message.id);
      if (reactors(view, message.id, emoji).size === 0) requirePermissions(view, channel, Bits.AddReactions);
      if ((existing?.size ?? 0) >= MAX_EMOJIS && !existing?.has(emoji.name)) throw apiError(30010);
      reactions.add(channel, message, emoji, view.bot.id);
      return noContent;
    }),
    route("DELETE", `${EMOJI}/@me`, "reaction", (request) => remove(request, view.bot.id, 0n)),
    route("DELETE", `${EMOJI}/{user_id}`, "reaction", (request) =>
      remove(request, request.parameter("user_id"), Bits.ManageMessages),
    ),
    route("DELETE", EMOJI, "reaction", (request) => {
      const { channel, message, emoji } = at(request, Bits.ManageMessages);
      reactions.clear(channel, message, emoji);
      return noContent;
    }),
    route("DELETE", REACTIONS, "reaction", (request) => {
      const { channel, message } = at(request, Bits.ManageMessages);
      reactions.clear(channel, message);
      return noContent;
    }),
  ];
}

function emojiOf(request: RestRequest): ReactionEmoji {
  return parseEmoji(request.parameter("emoji_name"));
}

/** Playground guilds have no emojis of their own. Clients may leave out the variation selector. */
function isUnicodeEmoji({ id, name }: ReactionEmoji): boolean {
  return id === null && (EMOJI_PATTERN.test(name) || EMOJI_PATTERN.test(`${name}\ufe0f`));
}

const EMOJI_SOURCE = "^\\p{RGI_Emoji}$";
/** Not a literal, because TypeScript accepts the `v` flag only with an ES2024 target. */
const EMOJI_PATTERN = new RegExp(EMOJI_SOURCE, "v");

const page = z.object({ after: snowflake.default("0"), limit: countOf(100).default(25) });

function listUsers({ view }: ReactionModel, messageId: string, emoji: ReactionEmoji, { query }: RestRequest) {
  const { after, limit } = parseForm(page, Object.fromEntries(query));
  const ids = [...reactors(view, messageId, emoji)].filter((id) => compareIds(id, after) > 0).sort(compareIds);
  return ids.slice(0, limit).flatMap((id) => view.users.get(id) ?? []);
}
