import { PRACTICE_CAP } from "../../features/boards/rules.ts";
import type { EndReason } from "../../features/live-quiz/rules.ts";
import type { PoolFilter } from "../../features/questions/bank-rules.ts";
import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, difficulties, ordinal, poolName, topics } from "./words.ts";

const number = (value: number) => value.toLocaleString("en");
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

export const liveQuiz = {
  title: (filter: PoolFilter) => `### Live quiz · ${poolName(filter)}`,
  rules: (questions: number, each: number) =>
    `${counted(questions, "question")}, ${each} seconds each. A correct answer scores up to 1,000. Faster answers score more.`,
  lobby: (host: string, players: number) => `Hosted by ${host} · ${counted(players, "player")}`,
  starts: (at: string) => `Starts ${at}`,
  started: (players: number) => `Started with ${counted(players, "player")}. Late? Answer the next question to join.`,
  notStarted: (reason: EndReason) =>
    reason === "no-players"
      ? "No one joined, so the quiz didn't start. Open a new lobby with `/quiz live`."
      : "The quiz was canceled. Open a new lobby with `/quiz live`.",

  heading: (topic: Topic, difficulty: Difficulty, place: number, total: number) =>
    `Live quiz · ${topics[topic]} · ${difficulties[difficulty]} · question ${place} of ${total}`,
  closedHeading: (topic: Topic, place: number, total: number, skipped: boolean) =>
    `Live quiz · ${topics[topic]} · question ${place} of ${total} · ${skipped ? "skipped, doesn't count" : "closed"}`,
  answered: (answered: number, players: number) => `${answered} of ${players} answered`,
  closes: (at: string) => `closes ${at}`,
  pausesNext: "pauses after this question",
  correct: (correct: number, answered: number) => (answered === 0 ? "no answers" : `${correct} of ${answered} correct`),
  next: (at: string) => `next question ${at}`,
  final: (at: string) => `final result ${at}`,
  paused: "paused until a moderator resumes the quiz",
  standings: "**Standings**",
  player: (rank: number, member: string, score: number) =>
    `\`${String(rank).padStart(3)}\` ${member} · ${number(score)}`,
  hiddenMember: "hidden member",
  gained: (score: number) => `+${number(score)}`,
  moved: (up: number | undefined) => {
    if (up === undefined) return "new";
    if (up === 0) return "=";
    return up > 0 ? `▲${up}` : `▼${-up}`;
  },
  more: (players: number) => `… and ${players} more`,

  podium: "### Live quiz · final result",
  stopped: (asked: number) => `Stopped after ${counted(asked, "question")}.`,
  outOfQuestions: (asked: number) =>
    asked === 0 ? "There were no questions left to ask." : `I ran out of questions after ${asked}.`,
  pausedTooLong: "The quiz was paused for 30 minutes, so I ended it.",
  noAnswers: "No one answered, so there's no winner.",
  winner: (rank: number, member: string, score: number, correct: number, asked: number) =>
    `**${ordinal(rank)}** ${member} · ${number(score)} · ${correct} of ${asked} correct`,
  points: (points: number) => `+${counted(points, "point")}`,
  pointsRule: `On the leaderboard: 2 points for each correct answer, up to ${PRACTICE_CAP} a day including quizzes and reviews, plus 10, 6 and 4 for the top three.`,
  onePlayer: "It takes at least two players to earn points for the leaderboard.",

  joined: "You're in! Questions appear here. Tap your answer as soon as you know it: only your first tap counts.",
  alreadyJoined: "You're already in. The first question comes when the countdown ends.",
  saved: (answer: string, elapsed: number) =>
    `Saved: **${answer}** after ${seconds(elapsed)}. I'll reveal the answer when the question closes.`,
  repeated: (answer: string, elapsed: number) =>
    `You already answered **${answer}** after ${seconds(elapsed)}. Only your first answer counts.`,
  ownRank: (rank: number, players: number, score: number, correct: number, asked: number) =>
    `You're ${ordinal(rank)} of ${players} with a score of ${number(score)}: ${correct} of ${asked} correct.`,
  channelLost: (channel: string, scored: boolean) =>
    [
      `Your live quiz in ${channel} ended because I can't post there anymore.`,
      ...(scored ? ["The questions you played still count."] : []),
      "Give me **View Channel** and **Send Messages** there, or pick another channel. Then start a new quiz with `/quiz live`.",
    ].join(" "),

  buttons: {
    join: "Join",
    start: "Start now",
    cancel: "Cancel",
    pause: "Pause",
    resume: "Resume",
    skip: "Skip",
    next: "Next",
    stop: "Stop",
    myScore: "My score",
  },
} as const;
