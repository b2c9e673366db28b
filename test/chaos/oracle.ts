import type { APIMessage } from "discord-api-types/v10";
import { GRACE_PERIOD } from "../../src/features/schedules/rules.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../../src/platform/time.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { textOf } from "../support/messages.ts";
import type { History } from "./history.ts";
import type { Phase } from "./plan.ts";
import type { Target, World } from "./world.ts";

/** A broken rule, and the ids concerned. */
export type Violation = { rule: string; what: string; about: readonly string[] };

/** A slot computed independently of the bot. */
export type DueSlot = {
  target: Target;
  slotId: string;
  /** The expected result: posted, or skipped after its grace period. */
  fate: "posted" | "skipped";
  /** When it came due, in real time. */
  dueAt: number;
  phase: Phase | "night";
};
export type SeenPost = { channelId: string; messageId: string; at: number; closesAt: Instant; stem: string };

/** Matches `revealAfterHours` of the schedules. */
const OPEN_FOR = HOUR;
/** Tolerance, because the bot computes the closing time before the post appears. */
const ROUGHLY = MINUTE;

/** Compares the expected posts with those the playground received. Reads nothing the bot has stored. */
export function createOracle(playground: Playground, world: World, history: History) {
  const slots = new Map<string, DueSlot>();
  const posts = new Map<string, SeenPost[]>();
  const pending = new Set<string>();
  const unexpected: Violation[] = [];
  const deletedChannels = new Set<string>();
  const targetsBySerial = new Map(world.targets.map((target) => [`${target.guildId}/${target.serial}`, target]));
  const guildOfChannel = new Map(
    world.targets.flatMap((target) => [target.channelId, target.spareChannelId].map((id) => [id, target.guildId])),
  );

  playground.traffic.onPost(({ at, channelId, messageId, message }) => {
    const guildId = guildOfChannel.get(channelId);
    const slotId = slotOf(message);
    if (!slotId) return;
    const key = `${guildId}/${slotId}`;
    history.note(`posted as ${messageId} in`, [key, channelId]);
    const target = targetsBySerial.get(`${guildId}/${slotId.split("-")[0]}`);
    // The clock runs too, so a stalled machine may reach a slot before the next wave is announced.
    if (!slots.has(key)) advance(at, phase);
    if (!slots.has(key)) unexpected.push(violation("only due slots are posted", "posted", key));
    if (!target?.chosen.has(channelId))
      unexpected.push(violation("posts go only to configured channels", "posted", key));
    const stem = stemOf(message);
    posts.set(key, [
      ...(posts.get(key) ?? []),
      { channelId, messageId, at: Date.now(), closesAt: at + OPEN_FOR, stem },
    ]);
    pending.delete(key);
  });

  let reached: Instant = world.dayStart;
  let phase: DueSlot["phase"] = "night";

  /** Records the slots that come due up to this instant. */
  function advance(to: Instant, now: DueSlot["phase"]): void {
    phase = now;
    for (const target of world.targets) {
      const first = world.dayStart + target.dueAfter;
      const days = Math.max(0, Math.floor((reached - first) / DAY) + 1);
      for (let at = first + days * DAY; at <= to; at += DAY) {
        const slotId = `${target.serial}-${new Date(at).toISOString().slice(0, 10)}`;
        const fate = at + GRACE_PERIOD < to ? "skipped" : "posted";
        slots.set(`${target.guildId}/${slotId}`, { target, slotId, fate, dueAt: Date.now(), phase });
        if (fate === "posted" && !posts.has(`${target.guildId}/${slotId}`)) pending.add(`${target.guildId}/${slotId}`);
      }
    }
    reached = Math.max(reached, to);
  }

  /** Slots with a missing, duplicate or unexpected post. */
  function checkPosts(): Violation[] {
    return [...unexpected, ...[...slots].flatMap(([key, slot]) => checkSlot(key, slot, posts.get(key) ?? []))];
  }

  function checkSlot(key: string, { fate }: DueSlot, seen: readonly SeenPost[]): Violation[] {
    const here = seen.filter(({ channelId }) => !deletedChannels.has(channelId));
    const twice = here.length > 1 || new Set(seen.map(({ channelId }) => channelId)).size < seen.length;
    if (twice) return [violation("no slot is posted twice", `${seen.length} posts`, key)];
    if (fate === "posted" && seen.length === 0) return [violation("no slot is lost", "never posted", key)];
    if (fate === "skipped" && seen.length > 0) return [violation("no slot is posted after its grace", "posted", key)];
    return [];
  }

  /** Posts that changed their question or weren't revealed. */
  function checkMessages(): Violation[] {
    const shownIn = new Map<string, ReadonlyMap<string, APIMessage>>();
    return [...slots].flatMap(([key, { target }]) =>
      (posts.get(key) ?? []).flatMap(({ channelId, messageId, closesAt, stem }) => {
        if (deletedChannels.has(channelId)) return [];
        const shown = shownIn.get(channelId) ?? messagesIn(target, channelId);
        shownIn.set(channelId, shown);
        const message = shown.get(messageId);
        if (!message || stemOf(message) !== stem)
          return [violation("a post keeps its question", `first question: ${stem}`, key)];
        if (closesAt + ROUGHLY < reached && !textOf(message).includes("· closed"))
          return [violation("every post is revealed", "still open", key)];
        return [];
      }),
    );
  }

  function messagesIn({ guildId, moderatorId }: Target, channelId: string): ReadonlyMap<string, APIMessage> {
    const seen = playground.person(moderatorId, { guildId }).visibleMessages(channelId);
    return new Map(seen.map((message) => [message.id, message]));
  }

  return {
    slots,
    posts,
    pending,
    advance,
    checkPosts,
    checkMessages,
    /** Ignores posts in a deleted channel. */
    ignoreChannel: (channelId: string) => void deletedChannels.add(channelId),
    /** The delay of each post that was due in this phase, in real time. */
    delays(phase: DueSlot["phase"], of: (target: Target) => boolean): number[] {
      return [...slots].flatMap(([key, slot]) => {
        const [first] = posts.get(key) ?? [];
        return slot.phase === phase && of(slot.target) && first ? [first.at - slot.dueAt] : [];
      });
    },
  };
}

export type Oracle = ReturnType<typeof createOracle>;

export function violation(rule: string, what: string, ...about: (string | undefined)[]): Violation {
  return { rule, what, about: about.filter((id) => id !== undefined) };
}

/** The slot id in the custom ids of a question's message. */
export function slotOf(message: APIMessage): string | undefined {
  return /"custom_id":"daily\.(?:answer|choose|type):(\d+-[^":]+)[:"]/.exec(
    JSON.stringify(message.components ?? []),
  )?.[1];
}

function stemOf(message: APIMessage): string {
  return /^### .*$/m.exec(textOf(message))?.[0] ?? "";
}
