import { PRACTICE_CAP } from "../../features/boards/rules.ts";

export const help = {
  members: [
    "### Rootine: one back-end question a day",
    "**Try this first**",
    "1. Tap a letter under today's question. Only you see the result.",
    "2. Missed the post? Answer with `/daily`.",
    "3. See who's ahead with `/leaderboard`.",
    "",
    "**Practice**",
    "`/quiz solo` · new questions at your level",
    "`/review` · questions you missed, before you forget them",
    "`/exam start` · a practice module or the mock exam",
    "**Play together**: tap **Join** under a live quiz",
    "**Track progress**: `/profile` · `/leaderboard` · `/exam results`",
    "**Languages**: `/preferences` · choose Python, Go or others for your quizzes, reviews and exams",
    "**Reminders**: `/remind on time:08:00` · at most one message a day",
    "**Questions**: `/question search` · `/question report` · `/question suggest`",
    "**Career**: `/career` · facts about back-end jobs",
    "**My data**: `/privacy export` · `/privacy delete` · `/privacy hide`",
    "Personal commands also work in direct messages, and anywhere if you add me to your account.",
    "",
    "A correct answer earns 10, 20 or 30 points by difficulty, plus up to 10 for your streak. Only your first answer counts. " +
      "A 7-day streak earns a freeze, which covers a missed day. You can hold up to two. " +
      `Quizzes and reviews earn 2, 4 or 6 points once per question and season, at most ${PRACTICE_CAP} a day.`,
  ].join("\n"),
  moderators: [
    "### For moderators",
    "**Schedule questions**: `/schedule add channel:#daily time:09:00 timezone:Europe/Berlin`",
    "**Manage schedules**: `/schedule list` · `preview` · `edit` · `pause` · `resume` · `remove`",
    "**Post a question now**: `/schedule post-now`",
    "**Host a live quiz**: `/quiz live`",
    "**Find weak questions**: `/bank health` · `/question show`",
    "**Use your own questions**: `/bank review` · `/bank import` · `/bank export` · `/bank retire`",
    "**Settings**: `/settings show` · `/settings zone` · `/settings log`",
    "",
    "Where I post, I need **View Channel**, **Send Messages** and **Read Message History**, plus **Create Public Threads** for threads. " +
      "If I can't post in a channel, I pause its schedule and tell you in `/schedule list` and the audit channel.",
  ].join("\n"),
} as const;
