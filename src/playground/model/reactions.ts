import type { APIMessage } from "discord-api-types/v10";
import { putMessage } from "./message-log.ts";
import { publicMessage } from "./queries.ts";
import type { State } from "./state.ts";
import type { Channel, ModelView, ReactionEmoji } from "./types.ts";

export type ReactionOperations = ReturnType<typeof createReactionOperations>;

/** As in paths: a Unicode emoji, or `name:id`. */
function emojiKey({ id, name }: ReactionEmoji): string {
  return id === null ? name : `${name}:${id}`;
}

export function parseEmoji(key: string): ReactionEmoji {
  const [, name, id] = /^(\w{2,32}):(\d{17,20})$/.exec(key) ?? [];
  return name === undefined || id === undefined ? { id: null, name: key } : { id, name };
}

/** Who reacted with an emoji. Lost when the playground restarts. */
export function reactors(view: ModelView, messageId: string, emoji: ReactionEmoji): ReadonlySet<string> {
  return view.reactions.get(messageId)?.get(emojiKey(emoji)) ?? new Set();
}

export function createReactionOperations(state: State) {
  const { events, reactions } = state;
  return {
    add(channel: Channel, { id: messageId }: APIMessage, emoji: ReactionEmoji, userId: string) {
      const byEmoji = reactions.get(messageId) ?? new Map<string, Set<string>>();
      const users = byEmoji.get(emojiKey(emoji)) ?? new Set();
      if (users.has(userId)) return;
      users.add(userId);
      byEmoji.set(emojiKey(emoji), users);
      reactions.set(messageId, byEmoji);
      count(state, channel, messageId);
      events.emit({ type: "reaction", change: "added", channel, messageId, emoji, userId });
    },
    /** Returns false if the user hadn't reacted with this emoji. */
    remove(channel: Channel, { id: messageId }: APIMessage, emoji: ReactionEmoji, userId: string) {
      const byEmoji = reactions.get(messageId);
      const users = byEmoji?.get(emojiKey(emoji));
      if (users?.delete(userId) !== true) return false;
      if (users.size === 0) byEmoji?.delete(emojiKey(emoji));
      count(state, channel, messageId);
      events.emit({ type: "reaction", change: "removed", channel, messageId, emoji, userId });
      return true;
    },
    /** Removes all reactions, or all with one emoji. */
    clear(channel: Channel, { id: messageId }: APIMessage, emoji?: ReactionEmoji) {
      if (emoji === undefined) reactions.delete(messageId);
      else reactions.get(messageId)?.delete(emojiKey(emoji));
      count(state, channel, messageId);
      events.emit({ type: "reactions-cleared", channel, messageId, ...(emoji && { emoji }) });
    },
  };
}

/** Updates the counts in the message, which doesn't count as an edit. */
function count(state: State, channel: Channel, messageId: string): void {
  const message = publicMessage(state, channel, messageId);
  const log = state.logs.get(channel.id);
  if (message === undefined || log === undefined) return;
  const { reactions: _, ...rest } = message;
  const counted = [...(state.reactions.get(messageId) ?? [])].map(([key, users]) => ({
    emoji: parseEmoji(key),
    count: users.size,
    count_details: { burst: 0, normal: users.size },
    burst_colors: [],
    me: users.has(state.bot.id),
    me_burst: false,
  }));
  putMessage(log, counted.length === 0 ? rest : { ...rest, reactions: counted });
}
