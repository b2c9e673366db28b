import { type APIComponentInContainer, ButtonStyle } from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  divider,
  lines,
  mention,
  row,
  text,
  textCard,
  timestamp,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { distribution, reasons } from "../daily/view.ts";
import { memberName } from "../privacy/view.ts";
import { optionsOf } from "../questions/answer-rules.ts";
import { references } from "../questions/feedback-view.ts";
import { accent, renderAnswerControls, renderOptions, renderStem } from "../questions/view.ts";
import { answerButton, answerSelect, controlButton, joinButton, myScoreButton } from "./ids.ts";
import {
  type AnswerReceipt,
  countAsked,
  isPlayable,
  type LiveControl,
  type LiveMessage,
  type LiveQuiz,
  type OwnRank,
  optionSeed,
  type RankedPlayer,
  roundOf,
} from "./rules.ts";

type MessageOf<Kind extends LiveMessage["kind"]> = Extract<LiveMessage, { kind: Kind }>;

/** Few enough to fit on a phone screen together with the question. */
const MAX_RANKS = 5;
const MAX_PODIUM_RANKS = 10;

/** Renders a public message of a live quiz. */
export function renderLive(message: LiveMessage): Card {
  switch (message.kind) {
    case "lobby":
      return { components: [container(lobby(message), accent(message.quiz.difficulty))] };
    case "question":
      return { components: [container(question(message), accent(message.question.difficulty))] };
    case "result":
      return { components: [container(result(message), accent(message.question.difficulty))] };
    case "podium":
      return { components: [container(podium(message))] };
  }
}

function lobby({ quiz, players, expired }: MessageOf<"lobby">): APIComponentInContainer[] {
  const title = words.liveQuiz.title(quiz);
  if (quiz.endReason) return [lines(title, words.liveQuiz.notStarted(quiz.endReason))];
  if (expired) return [lines(title, words.liveQuiz.started(players))];
  return [
    lines(title, words.liveQuiz.rules(quiz.count, quiz.seconds)),
    lines(words.liveQuiz.lobby(memberName(quiz.hostId), players), words.liveQuiz.starts(timestamp(quiz.dueAt, "R"))),
    row(
      button(words.liveQuiz.buttons.join, joinButton.encode(quiz.id), ButtonStyle.Primary),
      control(quiz, "start"),
      control(quiz, "cancel"),
    ),
  ];
}

function question({ quiz, question: asked, counts, closesAt }: MessageOf<"question">): APIComponentInContainer[] {
  const round = roundOf(quiz);
  const seed = optionSeed(quiz, round);
  const footer = [
    words.liveQuiz.answered(counts.answered, counts.players),
    words.liveQuiz.closes(timestamp(closesAt, "R")),
    ...(quiz.pausedAt === undefined ? [] : [words.liveQuiz.pausesNext]),
  ];
  return [
    ...renderStem(asked, words.liveQuiz.heading(asked.topic, asked.difficulty, round + 1, quiz.count)),
    ...renderOptions(asked, seed),
    text(`-# ${footer.join(" · ")}`),
    renderAnswerControls(asked, {
      seed,
      optionButtonId: (optionId) => answerButton.encode(quiz.id, round, optionId),
      selectId: answerSelect.encode(quiz.id, round),
      modalButtonId: answerSelect.encode(quiz.id, round),
    }),
    row(pauseOrResume(quiz), control(quiz, "skip"), control(quiz, "stop")),
  ];
}

function result(message: MessageOf<"result">): APIComponentInContainer[] {
  const {
    quiz,
    question: asked,
    standings: { ranking },
  } = message;
  const round = roundOf(quiz);
  const skipped = quiz.rounds[round]?.skipped ?? false;
  const footer = resultFooter(message, skipped);
  const hasNext = !message.expired && !quiz.endReason;
  return [
    ...renderStem(asked, words.liveQuiz.closedHeading(asked.topic, round + 1, quiz.count, skipped)),
    lines(...bars(message)),
    lines(...reasons(asked), `-# ${words.feedback.read(references(asked))}`),
    ...(ranking.length > 0 ? [divider(), lines(words.liveQuiz.standings, ...rankLines(ranking, round > 0))] : []),
    ...(footer.length > 0 ? [text(`-# ${footer.join(" · ")}`)] : []),
    ...(hasNext ? [row(...breakButtons(quiz))] : []),
  ];
}

function bars({ quiz, question: asked, standings: { latest } }: MessageOf<"result">): string[] {
  if (!isPlayable(asked)) return [];
  const chosen = new Map(Object.entries(latest.chosen));
  const options = optionsOf(asked, optionSeed(quiz, roundOf(quiz)));
  return options.map((option) => distribution(option, { answered: latest.answered, chosen }));
}

function resultFooter({ quiz, standings, nextAt, expired }: MessageOf<"result">, skipped: boolean): string[] {
  const { correct, answered } = standings.latest;
  return [
    ...(skipped ? [] : [words.liveQuiz.correct(correct, answered)]),
    ...(expired || quiz.endReason ? [] : [upNext(quiz, nextAt)]),
  ];
}

function upNext({ pausedAt, rounds, count }: LiveQuiz, nextAt: number): string {
  if (pausedAt !== undefined) return words.liveQuiz.paused;
  return words.liveQuiz[rounds.length < count ? "next" : "final"](timestamp(nextAt, "R"));
}

function breakButtons(quiz: LiveQuiz) {
  return [
    pauseOrResume(quiz),
    button(words.liveQuiz.buttons.next, controlButton.encode(quiz.id, roundOf(quiz), "skip")),
    control(quiz, "stop"),
    myScore(quiz, "round"),
  ];
}

function rankLines(ranking: readonly RankedPlayer[], showMoves: boolean): string[] {
  const shown = ranking
    .slice(0, MAX_RANKS)
    .map((player) =>
      [
        words.liveQuiz.player(player.rank, nameOf(player), player.score),
        ...(player.gained > 0 ? [words.liveQuiz.gained(player.gained)] : []),
        ...(showMoves ? [words.liveQuiz.moved(player.movedUp)] : []),
      ].join(" · "),
    );
  const more = ranking.length - shown.length;
  return more > 0 ? [...shown, `-# ${words.liveQuiz.more(more)}`] : shown;
}

function podium({ quiz, ranking }: MessageOf<"podium">): APIComponentInContainer[] {
  const asked = countAsked(quiz);
  const winners = ranking.slice(0, MAX_PODIUM_RANKS).map((player) => winner(player, asked));
  const more = ranking.length - winners.length;
  const points = ranking.length > 1 ? words.liveQuiz.pointsRule : words.liveQuiz.onePlayer;
  return [
    lines(words.liveQuiz.podium, earlyEnd(quiz, asked)),
    lines(
      ...(ranking.length > 0 ? winners : [words.liveQuiz.noAnswers]),
      more > 0 ? `-# ${words.liveQuiz.more(more)}` : undefined,
    ),
    ...(ranking.length > 0 ? [text(`-# ${points}`)] : []),
    row(myScore(quiz, "end")),
  ];
}

/** Explains why there were fewer questions than announced. */
function earlyEnd({ endReason }: LiveQuiz, asked: number): string | undefined {
  switch (endReason) {
    case "stopped":
      return words.liveQuiz.stopped(asked);
    case "out-of-questions":
      return words.liveQuiz.outOfQuestions(asked);
    case "paused-too-long":
      return words.liveQuiz.pausedTooLong;
    default:
      return undefined;
  }
}

function winner({ points = 0, ...player }: RankedPlayer, asked: number): string {
  const line = words.liveQuiz.winner(player.rank, nameOf(player), player.score, player.correct, asked);
  return points > 0 ? `${line} · ${words.liveQuiz.points(points)}` : line;
}

function nameOf({ userId, hidden }: RankedPlayer): string {
  return hidden ? words.liveQuiz.hiddenMember : mention(userId);
}

function pauseOrResume(quiz: LiveQuiz) {
  return control(quiz, quiz.pausedAt === undefined ? "pause" : "resume");
}

function control(quiz: LiveQuiz, name: LiveControl) {
  return button(words.liveQuiz.buttons[name], controlButton.encode(quiz.id, roundOf(quiz), name));
}

function myScore({ id }: LiveQuiz, message: "round" | "end") {
  return button(words.liveQuiz.buttons.myScore, myScoreButton.encode(id, message));
}

/** Confirms an answer without showing whether it is correct. */
export function renderAnswerReceipt({ answer, options, repeated }: AnswerReceipt): Card {
  return textCard(words.liveQuiz[repeated ? "repeated" : "saved"](options.join(", "), answer.elapsed));
}

export function renderOwnRank({ rank, players, score, correct, asked }: OwnRank): Card {
  return textCard(words.liveQuiz.ownRank(rank, players, score, correct, asked));
}
