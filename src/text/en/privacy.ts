import { counted } from "./words.ts";

export const privacy = {
  exported: (questions: number, servers: number) =>
    `Here's everything I store about you: ${counted(questions, "question")} you've answered, in ${counted(servers, "server")}. ` +
    "`docs/privacy.md` in my source code explains each field.",
  confirmDelete: [
    "### Delete all your data?",
    "This deletes your answers, points, ranks and streaks in every server, your review cards, quizzes and exams (an open exam ends), reminders and settings. " +
      "Questions you suggested stay, without your name.",
    "**You can't undo this.** To keep a copy, run `/privacy export` first.",
  ].join("\n"),
  delete: "Delete everything",
  cancel: "Cancel",
  canceled: "Nothing was deleted.",
  deleting: "Deleting your data…",
  deleted:
    "Your data is deleted. I'll remove your name from my recent posts within a minute. Older messages may still mention you. " +
    "You can start over any time: just answer a question.",
  stillDeleting: "I'm still deleting your data and will finish within a few minutes. You don't have to do anything.",
  hidden:
    "You're hidden in this server: you aren't on its leaderboards or named among the first correct answers. You still earn points and keep your streak, but only you can see them.",
  hide: "Hide me again",
  show: "Show me again",
  shown: "You're back on this server's leaderboards.",
  formerMember: "a former member",
} as const;
