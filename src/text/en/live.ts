import type { LiveEnd } from "../../features/live-quiz/rules.ts";
import type { Difficulty } from "../../features/questions/rules.ts";
import type { Topic } from "../../features/questions/topic-rules.ts";
import { counted, difficulties, ordinal, topicAndDifficulty, topics } from "./words.ts";

const number = (value: number) => value.toLocaleString("en");
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

export const live = {
  title: (topic: Topic | undefined, difficulty: Difficulty | undefined) =>
    `### Live quiz · ${topicAndDifficulty(topic, difficulty)}`,
  rules: (questions: number, each: number) =>
    `${counted(questions, "question")}, ${each} seconds each. A right answer scores up to 1,000: the sooner, the more.`,
  lobby: (host: string, players: number) => `Hosted by ${host} · ${counted(players, "player")} in`,
  starts: (at: string) => `Starts ${at}`,
  begun: (players: number) => `It has begun with ${counted(players, "player")}. Late? Just answer the next question.`,
  unplayed: (end: LiveEnd) =>
    end === "nobody"
      ? "Nobody joined, so it did not begin. `/quiz live` opens another lobby."
      : "It was cancelled before it began. `/quiz live` opens another lobby.",

  heading: (topic: Topic, difficulty: Difficulty, place: number, of: number) =>
    `Live quiz · ${topics[topic]} · ${difficulties[difficulty]} · question ${place} of ${of}`,
  closedHeading: (topic: Topic, place: number, of: number, skipped: boolean) =>
    `Live quiz · ${topics[topic]} · question ${place} of ${of} · ${skipped ? "skipped: it counts for nobody" : "closed"}`,
  answered: (answered: number, players: number) => `${answered} of ${players} answered`,
  closes: (at: string) => `closes ${at}`,
  pausesNext: "pauses after this question",
  right: (right: number, answered: number) => (answered === 0 ? "Nobody answered" : `${right} of ${answered} right`),
  next: (at: string) => `next question ${at}`,
  ends: (at: string) => `the result comes ${at}`,
  paused: "paused until the host or a moderator resumes it",
  standings: "**Standings**",
  place: (place: number, member: string, score: number) =>
    `\`${String(place).padStart(3)}\` ${member} · ${number(score)}`,
  hidden: "a hidden member",
  gained: (points: number) => `+${number(points)}`,
  move: (up: number | undefined) => {
    if (up === undefined) return "new";
    if (up === 0) return "=";
    return up > 0 ? `▲${up}` : `▼${-up}`;
  },
  more: (players: number) => `… and ${players} more`,

  podium: "### Live quiz · the result",
  stopped: (asked: number) => `It was stopped after ${counted(asked, "question")}.`,
  exhausted: (asked: number) =>
    asked === 0 ? "There was no question left to ask." : `I ran out of questions after ${asked}.`,
  pausedTooLong: "It was paused for half an hour, so it ended.",
  nobodyAnswered: "Nobody answered, so there is nothing to tell.",
  winner: (place: number, member: string, score: number, right: number, asked: number) =>
    `**${ordinal(place)}** ${member} · ${number(score)} · ${right} of ${asked} right`,
  points: (points: number) => `+${counted(points, "point")}`,
  pointsRule: "On the leaderboard: 2 points for each right answer, and 10, 6 and 4 for the first three.",
  alone: "Points for the leaderboard take at least two players.",

  joined: "You are in. The questions come here: tap your answer as soon as you know it. The first tap counts.",
  already: "You are in already. The first question comes when the countdown ends.",
  noted: (answer: string, took: number) =>
    `Noted: **${answer}**, after ${seconds(took)}. The answer comes when the question closes.`,
  again: (answer: string, took: number) =>
    `You answered **${answer}** after ${seconds(took)}; the first answer counts.`,
  mine: (place: number, players: number, score: number, right: number, asked: number) =>
    `You are ${ordinal(place)} of ${players} with ${number(score)}: ${right} of ${asked} right.`,
  lost: (channel: string, scored: boolean) =>
    `Your live quiz in ${channel} had to end: I can't post there any more. ${
      scored ? "What was played counts. " : ""
    }Give me **View Channel** and **Send Messages**, or choose another channel, and begin anew with \`/quiz live\`.`,

  buttons: {
    join: "Join",
    start: "Start now",
    cancel: "Cancel",
    pause: "Pause",
    resume: "Resume",
    skip: "Skip",
    next: "Next now",
    stop: "Stop",
    mine: "My score",
  },
} as const;
