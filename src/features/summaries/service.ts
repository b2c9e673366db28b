import type { Agenda } from "../../platform/jobs/agenda.ts";
import { addDays, type Clock, DAY, type Instant, instantOf, type LocalDate, localDateAt } from "../../platform/time.ts";
import { type Calendar, firstDayOfWeek, weekName } from "../boards/calendar-rules.ts";
import type { LeaderboardStore } from "../boards/store.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import type { PostStore } from "../daily/post-store.ts";
import { MAX_GROUP_STREAK, type Notification } from "../notifications/rules.ts";
import type { NotificationService } from "../notifications/service.ts";
import type { BankService } from "../questions/bank-service.ts";
import type { ScheduleStore } from "../schedules/store.ts";
import type { SettingsStore } from "../settings/store.ts";
import { summaryJob } from "./jobs.ts";
import { countCorrect, groupStreak, hardestPost, mostImproved, nextSummaryAt } from "./rules.ts";

type Summary = Extract<Notification, { kind: "summary" }>;

const MAX_TOP_MEMBERS = 5;
/** How many of the top members are considered for "most improved". */
const MAX_COMPARED = 100;
const DEFAULT_TIME = "09:00";

/** Posts weekly summaries in guilds that have set a summary channel, at the local time of their first schedule. */
export function createSummaryService({
  settings,
  schedules,
  boards,
  posts,
  answers,
  banks,
  notifications,
  agenda,
  clock,
}: {
  settings: Pick<SettingsStore, "calendar" | "load">;
  schedules: Pick<ScheduleStore, "list">;
  boards: Pick<LeaderboardStore, "page" | "points" | "nonEmpty">;
  posts: Pick<PostStore, "dueBetween">;
  answers: Pick<AnswerStore, "list">;
  banks: Pick<BankService, "find">;
  notifications: Pick<NotificationService, "send">;
  agenda: Pick<Agenda, "set" | "remove">;
  clock: Clock;
}) {
  /** Schedules the next summary. Removes it from the agenda if the guild has no summary channel. */
  async function plan(guildId: string): Promise<void> {
    const [{ summaryChannel }, calendar, [first]] = await Promise.all([
      settings.load(guildId),
      settings.calendar(guildId),
      schedules.list(guildId),
    ]);
    if (!summaryChannel) return agenda.remove(summaryJob, { guildId });
    await agenda.set(summaryJob, { guildId }, nextSummaryAt(calendar, first?.time ?? DEFAULT_TIME, clock()));
  }

  /** Posts the summary that is due and plans the next one. Safe to call again. */
  async function post(guildId: string, dueAt: Instant): Promise<void> {
    const [{ summaryChannel }, calendar] = await Promise.all([settings.load(guildId), settings.calendar(guildId)]);
    const today = localDateAt(dueAt, calendar.zone);
    const isLate = clock() > dueAt + DAY;
    // The week start may have changed since this summary was planned.
    const isFirstDay = firstDayOfWeek(today, calendar.weekStart) === today;
    if (summaryChannel && !isLate && isFirstDay) {
      const first = addDays(today, -7);
      const summary = await summarize(guildId, calendar, first);
      const name = weekName(first, calendar.weekStart);
      if (summary) await notifications.send(guildId, `summary-${name}`, summaryChannel, summary);
    }
    await plan(guildId);
  }

  /** Returns undefined for a week without answers. */
  async function summarize(
    guildId: string,
    { weekStart, zone }: Calendar,
    first: LocalDate,
  ): Promise<Summary | undefined> {
    const { page, members } = await boards.page(guildId, weekName(first, weekStart), "", 1, MAX_COMPARED);
    if (members === 0) return undefined;

    const userIds = page.map(({ userId }) => userId);
    const [before, hardest, streak] = await Promise.all([
      boards.points(guildId, weekName(addDays(first, -7), weekStart), userIds),
      findHardest(guildId, instantOf(first, "00:00", zone), instantOf(addDays(first, 7), "00:00", zone)),
      streakUntil(guildId, addDays(first, 6)),
    ]);
    const improved = mostImproved(page, before);
    return {
      kind: "summary",
      top: page.slice(0, MAX_TOP_MEMBERS).map(({ userId, points }) => ({ userId, points })),
      members,
      streak,
      ...(improved && { improved }),
      ...(hardest && { hardest }),
    };
  }

  /** Considers only revealed posts, because the summary must not hint at answers that are still hidden. */
  async function findHardest(guildId: string, from: Instant, to: Instant): Promise<Summary["hardest"]> {
    const revealed = (await posts.dueBetween(guildId, from, to)).filter(({ state }) => state === "revealed");
    const scored = await Promise.all(
      revealed.map(async (one) => countCorrect(one, await answers.list(guildId, one.slotId))),
    );
    const hardest = hardestPost(scored);
    const question = hardest && (await banks.find(guildId, hardest.post.questionId));
    if (!question) return undefined;
    const { post: asked, correct, answered } = hardest;
    const { channelId, messageId = "" } = asked;
    return { stem: question.stem, correct, answered, guildId, channelId, messageId };
  }

  async function streakUntil(guildId: string, last: LocalDate): Promise<number> {
    const days = Array.from({ length: MAX_GROUP_STREAK }, (_, back) => addDays(last, -back));
    return groupStreak(await boards.nonEmpty(guildId, days), last, MAX_GROUP_STREAK);
  }

  return { plan, post };
}

export type SummaryService = ReturnType<typeof createSummaryService>;
