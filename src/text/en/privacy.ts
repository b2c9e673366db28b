import { counted } from "./words.ts";

export const privacy = {
  exported: (questions: number, servers: number) =>
    `Everything I keep about you, in one file: ${counted(questions, "question")} you have seen, ${counted(servers, "server")} you have played in. ` +
    "What each field means stands in `docs/privacy.md` of my source.",
  ask:
    "### Delete everything I keep about you?\n" +
    "In every server and for good: your answers, points and places, your streaks and freezes, your review cards, quizzes and exams " +
    "(an open one ends), reminders and settings. Questions you suggested stay, without your name.\n" +
    "**It cannot be undone.** To keep a copy, run `/privacy export` first.",
  sure: "Delete everything",
  keep: "Keep it",
  kept: "Nothing was deleted.",
  deleting: "Deleting everything I keep about you …",
  deleted:
    "Done: I keep nothing about you any more. The posts of late are drawn again without your name within a minute; " +
    "older messages of mine may still mention you. If you answer again, you begin anew.",
  goesOn: "Most of it is gone. The rest goes by itself within minutes, even if I am restarted.",
  hidden:
    "You are hidden in this server: on no leaderboard, and not named among the first. Your points and your streak go on counting, for you alone.",
  hide: "Hide me again",
  show: "Show me again",
  shown: "You are shown in this server again, where your points put you.",
} as const;
