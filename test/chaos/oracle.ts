import type { APIMessage } from "discord-api-types/v10";
import { GRACE_PERIOD } from "../../src/features/schedules/rules.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../../src/platform/time.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { textOf } from "../support/messages.ts";
import type { History } from "./history.ts";
import type { Phase } from "./plan.ts";
import type { Plot, World } from "./world.ts";

/** A rule that was broken, and what it was broken for. */
export type Wrong = { rule: string; what: string; about: readonly string[] };

/** A slot as it must come, by a reckoning that is not the bot's. */
export type DueSlot = {
  plot: Plot;
  slotId: string;
  /** What has to become of it: it came due in time to be posted, or after its grace. */
  fate: "posted" | "skipped";
  /** When it came due, by the machine's clock. */
  dueAt: number;
  phase: Phase | "night";
};
export type SeenPost = { channelId: string; messageId: string; at: number; closesAt: Instant; stem: string };

/** As the schedules have it. */
const OPEN_FOR = HOUR;
/** Discord takes a while to show a post that a bot has reckoned from before. */
const ROUGHLY = MINUTE;

/**
 * Knows what has to be posted from what moderators wished, and what was posted from what Discord saw. It reads nothing
 * that the bot has stored.
 */
export function createOracle(playground: Playground, world: World, history: History) {
  const slots = new Map<string, DueSlot>();
  const posts = new Map<string, SeenPost[]>();
  const owed = new Set<string>();
  const strays: Wrong[] = [];
  const gone = new Set<string>();
  const plotsBySerial = new Map(world.plots.map((plot) => [`${plot.guildId}/${plot.serial}`, plot]));
  const guildOfChannel = new Map(
    world.plots.flatMap((plot) => [plot.channelId, plot.spareId].map((id) => [id, plot.guildId])),
  );

  playground.traffic.onPost(({ at, channelId, messageId, message }) => {
    const guildId = guildOfChannel.get(channelId);
    const slotId = slotOf(message);
    if (!slotId) return;
    const key = `${guildId}/${slotId}`;
    history.note(`posted as ${messageId} in`, [key, channelId]);
    const plot = plotsBySerial.get(`${guildId}/${slotId.split("-")[0]}`);
    // The clock also goes on by itself, and a machine that stood still may come to a slot before the next wave is told.
    if (!slots.has(key)) goOn(at, phase);
    if (!slots.has(key)) strays.push(wrong("nothing is posted that is not due", "posted", key));
    if (!plot?.chosen.has(channelId)) strays.push(wrong("nothing is posted to a channel nobody chose", "posted", key));
    const stem = stemOf(message);
    posts.set(key, [
      ...(posts.get(key) ?? []),
      { channelId, messageId, at: Date.now(), closesAt: at + OPEN_FOR, stem },
    ]);
    owed.delete(key);
  });

  let reached: Instant = world.dawn;
  let phase: DueSlot["phase"] = "night";

  /** Whatever comes due when the clock goes on to an instant. */
  function goOn(to: Instant, now: DueSlot["phase"]): void {
    phase = now;
    for (const plot of world.plots) {
      const first = world.dawn + plot.comesAfter;
      const days = Math.max(0, Math.floor((reached - first) / DAY) + 1);
      for (let at = first + days * DAY; at <= to; at += DAY) {
        const slotId = `${plot.serial}-${new Date(at).toISOString().slice(0, 10)}`;
        const fate = at + GRACE_PERIOD < to ? "skipped" : "posted";
        slots.set(`${plot.guildId}/${slotId}`, { plot, slotId, fate, dueAt: Date.now(), phase });
        if (fate === "posted" && !posts.has(`${plot.guildId}/${slotId}`)) owed.add(`${plot.guildId}/${slotId}`);
      }
    }
    reached = Math.max(reached, to);
  }

  /** What each post should have come to, and has not. */
  function judgePosts(): Wrong[] {
    return [...strays, ...[...slots].flatMap(([key, slot]) => judge(key, slot, posts.get(key) ?? []))];
  }

  function judge(key: string, { fate }: DueSlot, seen: readonly SeenPost[]): Wrong[] {
    const here = seen.filter(({ channelId }) => !gone.has(channelId));
    const twice = here.length > 1 || new Set(seen.map(({ channelId }) => channelId)).size < seen.length;
    if (twice) return [wrong("no slot is posted twice", `${seen.length} posts`, key)];
    if (fate === "posted" && seen.length === 0) return [wrong("no slot is lost", "never posted", key)];
    if (fate === "skipped" && seen.length > 0) return [wrong("no slot is posted after its grace", "posted", key)];
    return [];
  }

  /** A post shows one question from first to last, and its reveal in the end. */
  function judgeMessages(): Wrong[] {
    const shownIn = new Map<string, ReadonlyMap<string, APIMessage>>();
    return [...slots].flatMap(([key, { plot }]) =>
      (posts.get(key) ?? []).flatMap(({ channelId, messageId, closesAt, stem }) => {
        if (gone.has(channelId)) return [];
        const shown = shownIn.get(channelId) ?? messagesIn(plot, channelId);
        shownIn.set(channelId, shown);
        const message = shown.get(messageId);
        if (!message || stemOf(message) !== stem)
          return [wrong("a post keeps its question", `asked first: ${stem}`, key)];
        if (closesAt + ROUGHLY < reached && !textOf(message).includes("· closed"))
          return [wrong("every post is revealed", "still open", key)];
        return [];
      }),
    );
  }

  function messagesIn({ guildId, moderatorId }: Plot, channelId: string): ReadonlyMap<string, APIMessage> {
    const seen = playground.person(moderatorId, { guildId }).visibleMessages(channelId);
    return new Map(seen.map((message) => [message.id, message]));
  }

  return {
    slots,
    posts,
    owed,
    goOn,
    judgePosts,
    judgeMessages,
    /** A channel was deleted: what was posted there nobody sees any more. */
    lose: (channelId: string) => void gone.add(channelId),
    /** How long after it was due each post of these phases came, by the machine's clock. */
    delays(phase: DueSlot["phase"], of: (plot: Plot) => boolean): number[] {
      return [...slots].flatMap(([key, slot]) => {
        const [first] = posts.get(key) ?? [];
        return slot.phase === phase && of(slot.plot) && first ? [first.at - slot.dueAt] : [];
      });
    },
  };
}

export type Oracle = ReturnType<typeof createOracle>;

export function wrong(rule: string, what: string, ...about: (string | undefined)[]): Wrong {
  return { rule, what, about: about.filter((id) => id !== undefined) };
}

/** The slot a question's message is for: each has a button or select that names it. */
export function slotOf(message: APIMessage): string | undefined {
  return /"custom_id":"daily\.(?:answer|choose|type):(\d+-[^":]+)[:"]/.exec(
    JSON.stringify(message.components ?? []),
  )?.[1];
}

function stemOf(message: APIMessage): string {
  return /^### .*$/m.exec(textOf(message))?.[0] ?? "";
}
