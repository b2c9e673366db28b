import type { Agenda } from "../../platform/jobs/agenda.ts";
import { addDays, type Clock, DAY, type Instant, instantOf, type LocalDate, localDateAt } from "../../platform/time.ts";
import { beginsWeek, type Calendar, weekEndsOn, weekOn } from "../boards/calendar-rules.ts";
import type { BoardStore } from "../boards/ports.ts";
import type { AnswerStore } from "../daily/answer-store.ts";
import type { PostStore } from "../daily/post-store.ts";
import { LONGEST_STREAK, type Notice } from "../notifications/rules.ts";
import type { Notices } from "../notifications/service.ts";
import type { Banks } from "../questions/ports.ts";
import type { ScheduleStore } from "../schedules/ports.ts";
import type { SettingsStore } from "../settings/ports.ts";
import { summaryJob } from "./jobs.ts";

type Needs = {
  settings: SettingsStore;
  schedules: Pick<ScheduleStore, "list">;
  boards: BoardStore;
  posts: PostStore;
  answers: AnswerStore;
  banks: Pick<Banks, "find">;
  notices: Pick<Notices, "send">;
  agenda: Pick<Agenda, "set" | "remove">;
  clock: Clock;
};
type Summary = Extract<Notice, { kind: "summary" }>;

const TOP = 5;
/** Who improved most is looked for among so many who lead. */
const COMPARED = 100;
/** A question fewer answered is no measure. */
const FEWEST_ANSWERS = 3;
const USUAL_HOUR = "09:00";

/** How the week went, told at the hour of the first schedule on the first day of the next, where moderators want it. */
export function createSummaries(needs: Needs) {
  const { settings, schedules, boards, posts, answers, banks, notices, agenda, clock } = needs;

  /** Plans the next summary, or none. */
  async function plan(guildId: string): Promise<void> {
    const [{ summaryChannel }, calendar, [first]] = await Promise.all([
      settings.of(guildId),
      settings.calendar(guildId),
      schedules.list(guildId),
    ]);
    if (!summaryChannel) return agenda.remove(summaryJob, { guildId });
    await agenda.set(summaryJob, { guildId }, nextSummary(calendar, first?.time ?? USUAL_HOUR, clock()));
  }

  /** Tells how the week that is over went; may be called again after any failure. */
  async function tell(guildId: string, dueAt: Instant): Promise<void> {
    const [{ summaryChannel }, calendar] = await Promise.all([settings.of(guildId), settings.calendar(guildId)]);
    const today = localDateAt(dueAt, calendar.zone);
    const late = clock() > dueAt + DAY;
    // The week's start may have been changed since this was planned.
    if (summaryChannel && !late && beginsWeek(today, calendar.weekChanges)) {
      const summary = await summarise(guildId, calendar, addDays(today, -1));
      const name = weekOn(addDays(today, -1), calendar.weekChanges);
      if (summary) await notices.send(guildId, `summary-${name}`, summaryChannel, summary);
    }
    await plan(guildId);
  }

  /** The week that ended with `last`; nothing where nobody played. */
  async function summarise(guildId: string, calendar: Calendar, last: LocalDate): Promise<Summary | undefined> {
    const { weekChanges, zone } = calendar;
    const first = firstOfWeek(last, calendar);
    const week = weekOn(last, weekChanges);
    const { page, members } = await boards.page(guildId, week, "", 0, COMPARED);
    if (members === 0) return undefined;

    const [before, hardest, streak] = await Promise.all([
      boards.points(
        guildId,
        weekOn(addDays(first, -1), weekChanges),
        page.map(({ userId }) => userId),
      ),
      hardestBetween(guildId, instantOf(first, "00:00", zone), instantOf(addDays(last, 1), "00:00", zone)),
      streakUntil(guildId, last),
    ]);
    const improved = page
      .flatMap(({ userId, points }) => {
        const earlier = before.get(userId);
        return earlier !== undefined && points > earlier ? [{ userId, more: points - earlier }] : [];
      })
      .sort((a, b) => b.more - a.more)[0];
    return {
      kind: "summary",
      top: page.slice(0, TOP).map(({ userId, points }) => ({ userId, points })),
      members,
      streak,
      ...(improved && { improved }),
      ...(hardest && { hardest }),
    };
  }

  /** Of the questions that are closed, the one fewest got right. */
  async function hardestBetween(guildId: string, from: Instant, to: Instant): Promise<Summary["hardest"]> {
    const asked = (await posts.dueBetween(guildId, from, to)).filter(({ state }) => state === "revealed");
    const tried = await Promise.all(
      asked.map(async (post) => {
        const given = await answers.list(guildId, post.slotId);
        return { post, answered: given.length, right: given.filter(({ correct: right }) => right).length };
      }),
    );
    const [hardest] = tried
      .filter(({ answered, right, post }) => answered >= FEWEST_ANSWERS && right < answered && post.messageId)
      .sort((a, b) => a.right / a.answered - b.right / b.answered);
    const question = hardest && (await banks.find(guildId, hardest.post.questionId));
    if (!question) return undefined;
    const { post, right, answered } = hardest;
    return {
      stem: question.stem,
      right,
      answered,
      guildId,
      channelId: post.channelId,
      messageId: post.messageId ?? "",
    };
  }

  async function streakUntil(guildId: string, last: LocalDate): Promise<number> {
    const days = Array.from({ length: LONGEST_STREAK }, (_, back) => addDays(last, -back));
    const played = await boards.played(guildId, days);
    const gap = days.findIndex((day) => !played.has(day));
    return gap < 0 ? days.length : gap;
  }

  return { plan, tell };
}

export type Summaries = ReturnType<typeof createSummaries>;

function firstOfWeek(day: LocalDate, { weekChanges }: Calendar): LocalDate {
  let first = day;
  while (!beginsWeek(first, weekChanges)) first = addDays(first, -1);
  return first;
}

/** The next first day of a week at this hour, after now. */
function nextSummary({ zone, weekChanges }: Calendar, hour: string, now: Instant): Instant {
  let day = localDateAt(now, zone);
  if (!beginsWeek(day, weekChanges)) day = weekEndsOn(day, weekChanges);
  const at = instantOf(day, hour, zone);
  return at > now ? at : instantOf(weekEndsOn(day, weekChanges), hour, zone);
}
