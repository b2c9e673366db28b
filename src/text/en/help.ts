import { PRACTICE_CAP } from "../../features/boards/points-rules.ts";

export const help = {
  members: [
    "### Rootine: a back-end question a day",
    "**Try now**",
    "Tap a letter under today's question. You alone see at once whether it was right, and why.",
    "Missed the post? `/daily` brings it to you.",
    "See where you stand: `/leaderboard`.",
    "",
    "**Answer**: `/daily` shows the open question, your answer and your streak",
    "**Practise**: `/quiz solo` asks what suits you, `/review` brings back what you missed when it is time to",
    "**Play together**: tap **Join** under a live quiz; who is right soonest scores most",
    "**Be reminded**: `/remind on time:08:00` writes to you once a day, when cards are due or your streak is at stake",
    "**Sit an exam**: `/exam start` for a module or the mock exam, `/exam resume`, `/exam results`",
    "**See how I do**: `/profile` for levels, streak and the last 12 weeks; `/leaderboard` for today, week, month, season or all time, also by topic",
    "**Ask about the work**: `/career`",
    "**Look after the questions**: `/question search` finds some, `/question report` says what is wrong with one, `/question suggest` writes one for this server",
    "**My data**: `/privacy export`, `/privacy delete`, and `/privacy hide` to stay off the leaderboards",
    "What is yours alone works in direct messages with me too, and anywhere once you add me to your account.",
    "",
    "A right answer earns 10, 20 or 30 points by difficulty, and up to 10 more for your streak. Only your first answer counts. " +
      "A week of days earns a freeze, which covers a missed day; you can hold two. " +
      `In quizzes and reviews it is 2, 4 or 6 points, once a season for each question and ${PRACTICE_CAP} a day at most.`,
  ].join("\n"),
  moderators: [
    "### For moderators",
    "**Plan a question**: `/schedule add channel:#daily time:09:00 timezone:Europe/Berlin`",
    "**See what is planned**: `/schedule list`, `/schedule preview`",
    "**Change it**: `/schedule edit`, `pause`, `resume`, `remove`",
    "**Post one at once**: `/schedule post-now`",
    "**Play together**: `/quiz live` asks the whole channel against the clock",
    "**See which questions do badly**: `/bank health`",
    "**Look at a question and its key**: `/question show`",
    "**Ask your own**: `/bank review` decides on what members sent in, `/bank import` takes a file, `/bank export` gives one, `/bank retire` ends a question here",
    "**Set up the server**: `/settings show` for week, seasons, weekly summary, moderators' role, audit channel; `/settings zone`, `/settings log`",
    "",
    "I need **View Channel**, **Send Messages** and **Read Message History** where I post, and **Create Public Threads** for threads. " +
      "If a channel stops taking questions I pause its schedule and say so in `/schedule list` and in the audit channel; nothing is lost.",
  ].join("\n"),
} as const;
