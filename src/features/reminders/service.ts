import { DirectMessagesClosedError } from "../../platform/discord/delivery-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, DEFAULT_ZONE, type Instant, localDateAt } from "../../platform/time.ts";
import { parseTime, parseZone } from "../../platform/time-input.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { Post } from "../daily/rules.ts";
import type { LearnerStore, PlacesStore } from "../learning/ports.ts";
import type { DirectMessageDelivery } from "../notifications/direct-message-delivery.ts";
import type { BankService } from "../questions/bank-service.ts";
import { cardsToCome, dueCards } from "../review/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { reminderJob } from "./jobs.ts";
import type { ReminderStore } from "./ports.ts";
import { dueReminder, type Nudge, nextReminder, type Reminder, type Stake, streakAtStake } from "./rules.ts";

type Needs = {
  reminders: ReminderStore;
  agenda: Pick<Agenda, "set" | "remove">;
  learners: Pick<LearnerStore, "seen">;
  places: Pick<PlacesStore, "lately">;
  posts: Pick<PostStore, "open">;
  answers: Pick<AnswerStore, "context">;
  settings: Pick<SettingsStore, "zone">;
  banks: Pick<BankService, "of">;
  directMessages: Pick<DirectMessageDelivery, "send">;
  clock: Clock;
};

/** What a person gave; a zone that was left out is the earlier one, or that of the guild. */
export type ReminderWish = { userId: string; time: string; zone?: string | undefined; guildId?: string | undefined };

/** Writes to those who wished it, once a day at most and only where there is something to do. */
export function createReminders({ reminders, agenda, learners, places, posts, answers, ...needs }: Needs) {
  const { settings, banks, directMessages, clock } = needs;

  /** Begins reminding, or changes when; throws a UserError for a time or zone that cannot be read. */
  async function turnOn({ userId, time, zone, guildId }: ReminderWish): Promise<Reminder & { next: Instant }> {
    const wish = { time: parseTime(time), zone: zone === undefined ? await zoneFor(userId, guildId) : parseZone(zone) };
    const reminder = await reminders.set(userId, wish);
    const next = nextReminder(reminder, clock());
    await agenda.set(reminderJob, { userId }, next);
    return { ...reminder, next };
  }

  async function zoneFor(userId: string, guildId: string | undefined) {
    const earlier = await reminders.find(userId);
    return earlier?.zone ?? (guildId && (await settings.zone(guildId))) ?? DEFAULT_ZONE;
  }

  /** False if none was on. */
  async function turnOff(userId: string): Promise<boolean> {
    const wasOn = await reminders.remove(userId);
    await agenda.remove(reminderJob, { userId });
    return wasOn;
  }

  /**
   * Sends today's letter, if there is one to send; called again for the same day, it sends no second one. The next day
   * is planned first, so that whatever becomes of this letter, it is the only one that can be lost.
   */
  async function remind({ userId }: { userId: string }): Promise<void> {
    const reminder = await reminders.find(userId);
    if (!reminder) return;

    const now = clock();
    await agenda.set(reminderJob, { userId }, nextReminder(reminder, now));
    const day = dueReminder(reminder, now);
    const nudge = day && (await nudgeOf(userId, now));
    if (!nudge || (nudge.due === 0 && nudge.stakes.length === 0)) return;

    const claim = await reminders.claim(userId, day, now);
    if (claim.outcome === "done") return;
    try {
      await directMessages.send(userId, { kind: "reminder", ...nudge }, `reminder/${userId}/${day}`, claim.since);
    } catch (error) {
      if (!(error instanceof DirectMessagesClosedError)) throw error;
      await reminders.close(userId);
      return agenda.remove(reminderJob, { userId });
    }
    await reminders.markSent(userId, day);
  }

  async function nudgeOf(userId: string, now: Instant): Promise<Nudge> {
    const [seen, bank, guildIds] = await Promise.all([
      learners.seen(userId),
      banks.of(undefined),
      places.lately(userId, now),
    ]);
    const open = (await Promise.all(guildIds.map((guildId) => posts.open(guildId, now)))).flat();
    const secrets = new Set(open.map(({ questionId }) => questionId));
    const cards = cardsToCome(seen, now, { bank, isSecret: (id) => secrets.has(id) });
    return { due: dueCards(cards, now).length, stakes: await stakesOf(open, userId, now) };
  }

  /** The streaks that wait for an answer to one of these posts, each guild's once. */
  async function stakesOf(open: readonly Post[], userId: string, now: Instant): Promise<Stake[]> {
    const situations = await Promise.all(open.map(({ guildId, slotId }) => answers.context(guildId, slotId, userId)));
    const stakes = situations.flatMap(({ post, answer, streak, zone }): [string, Stake][] => {
      const length = streakAtStake(streak, localDateAt(now, zone));
      if (!post?.messageId || answer || length === 0) return [];
      const { guildId, channelId, messageId, closesAt } = post;
      return [[guildId, { streak: length, guildId, channelId, messageId, closesAt }]];
    });
    return [...new Map(stakes).values()];
  }

  /** Tells a learner, once, that their reminder went because their direct messages are closed. */
  async function tellIfClosed(userId: string, tell: () => Promise<unknown>): Promise<void> {
    if (!(await reminders.takeClosed(userId))) return;
    try {
      await tell();
    } catch (error) {
      await reminders.keepClosed(userId);
      throw error;
    }
  }

  return { turnOn, turnOff, remind, tellIfClosed };
}

export type Reminders = ReturnType<typeof createReminders>;
