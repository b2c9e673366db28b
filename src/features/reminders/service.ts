import { DirectMessagesClosedError } from "../../platform/discord/discord-errors.ts";
import type { Agenda } from "../../platform/jobs/agenda.ts";
import { type Clock, DEFAULT_ZONE, type Instant, localDateAt } from "../../platform/time.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import type { PostStore } from "../daily/post-store.ts";
import type { Post } from "../daily/rules.ts";
import type { LearnerGuildStore, LearnerStore } from "../learning/store.ts";
import type { DirectMessageDelivery } from "../notifications/delivery.ts";
import type { PreferenceStore } from "../preferences/store.ts";
import type { BankService } from "../questions/bank-service.ts";
import { availableCards, dueCards } from "../review/rules.ts";
import { parseTime, parseZone } from "../schedules/rules.ts";
import type { SettingsStore } from "../settings/store.ts";
import { reminderJob } from "./jobs.ts";
import { dueReminder, nextReminder, type Reminder, type ReminderReasons, type Stake, streakAtStake } from "./rules.ts";
import type { ReminderStore } from "./store.ts";

/** The learner's input. The time zone defaults to that of the previous reminder, then to the guild's. */
export type ReminderRequest = {
  userId: string;
  time: string;
  zone?: string | undefined;
  guildId?: string | undefined;
};

/** Sends reminders to learners who turned them on, at most once a day and only if there is something to do. */
export function createReminderService({
  reminders,
  agenda,
  learners,
  learnerGuilds,
  posts,
  answers,
  settings,
  preferences,
  banks,
  directMessages,
  clock,
}: {
  reminders: ReminderStore;
  agenda: Pick<Agenda, "set" | "remove">;
  learners: Pick<LearnerStore, "history">;
  learnerGuilds: Pick<LearnerGuildStore, "list">;
  posts: Pick<PostStore, "open">;
  answers: Pick<AnswerStore, "context">;
  settings: Pick<SettingsStore, "zone">;
  preferences: Pick<PreferenceStore, "load">;
  banks: Pick<BankService, "of">;
  directMessages: Pick<DirectMessageDelivery, "send">;
  clock: Clock;
}) {
  /** Turns reminders on or changes them. Throws a UserError if the time or zone can't be parsed. */
  async function turnOn({ userId, time, zone, guildId }: ReminderRequest): Promise<Reminder & { next: Instant }> {
    const given = {
      time: parseTime(time),
      zone: zone === undefined ? await zoneFor(userId, guildId) : parseZone(zone),
    };
    const reminder = await reminders.set(userId, given);
    const next = nextReminder(reminder, clock());
    await agenda.set(reminderJob, { userId }, next);
    return { ...reminder, next };
  }

  async function zoneFor(userId: string, guildId: string | undefined) {
    const earlier = await reminders.find(userId);
    return earlier?.zone ?? (guildId && (await settings.zone(guildId))) ?? DEFAULT_ZONE;
  }

  /** Turns reminders off. Returns false if they were already off. */
  async function turnOff(userId: string): Promise<boolean> {
    const wasOn = await reminders.remove(userId);
    await agenda.remove(reminderJob, { userId });
    return wasOn;
  }

  /**
   * Sends today's reminder if there is a reason for one. Safe to call again on the same day. Schedules the next
   * reminder first, so a failure can only lose this one.
   */
  async function remind({ userId }: { userId: string }): Promise<void> {
    const reminder = await reminders.find(userId);
    if (!reminder) return;

    const now = clock();
    await agenda.set(reminderJob, { userId }, nextReminder(reminder, now));
    const day = dueReminder(reminder, now);
    const reasons = day && (await reasonsFor(userId, now));
    if (!reasons || (reasons.due === 0 && reasons.stakes.length === 0)) return;

    const claim = await reminders.claim(userId, day, now);
    if (claim.outcome === "done") return;
    try {
      await directMessages.send(userId, { kind: "reminder", ...reasons }, `reminder/${userId}/${day}`, claim.since);
    } catch (error) {
      if (!(error instanceof DirectMessagesClosedError)) throw error;
      await reminders.close(userId);
      return agenda.remove(reminderJob, { userId });
    }
    await reminders.markSent(userId, day);
  }

  async function reasonsFor(userId: string, now: Instant): Promise<ReminderReasons> {
    const [history, bank, guildIds, preferred] = await Promise.all([
      learners.history(userId),
      banks.of(undefined),
      learnerGuilds.list(userId),
      preferences.load(userId),
    ]);
    const open = (await Promise.all(guildIds.map((guildId) => posts.open(guildId, now)))).flat();
    const questionIds = new Set(open.map(({ questionId }) => questionId));
    const isOpen = (id: string) => questionIds.has(id);
    const cards = availableCards(history, now, { bank, preferences: preferred, isOpen });
    return { due: dueCards(cards, now).length, stakes: await stakesOf(open, userId, now) };
  }

  /** The streaks that answers to these posts would extend, one per guild. */
  async function stakesOf(open: readonly Post[], userId: string, now: Instant): Promise<Stake[]> {
    const contexts = await Promise.all(open.map(({ guildId, slotId }) => answers.context(guildId, slotId, userId)));
    const stakes = contexts.flatMap(({ post, answer, streak, zone }): [string, Stake][] => {
      const length = streakAtStake(streak, localDateAt(now, zone));
      if (!post?.messageId || answer || length === 0) return [];
      const { guildId, channelId, messageId, closesAt } = post;
      return [[guildId, { streak: length, guildId, channelId, messageId, closesAt }]];
    });
    return [...new Map(stakes).values()];
  }

  /** Notifies a learner once that reminders were turned off because their direct messages are closed. */
  async function notifyIfClosed(userId: string, notify: () => Promise<unknown>): Promise<void> {
    if (!(await reminders.takeClosedNotice(userId))) return;
    try {
      await notify();
    } catch (error) {
      await reminders.requireClosedNotice(userId);
      throw error;
    }
  }

  return { turnOn, turnOff, remind, notifyIfClosed };
}

export type ReminderService = ReturnType<typeof createReminderService>;
