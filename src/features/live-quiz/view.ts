import { type APIComponentInContainer, ButtonStyle } from "discord-api-types/v10";
import {
  button,
  type Card,
  container,
  divider,
  lines,
  mention,
  note,
  row,
  stamp,
  text,
} from "../../platform/discord/components.ts";
import { en as words } from "../../text/en/index.ts";
import { distribution, reasons } from "../daily/reveal-view.ts";
import { memberName } from "../notifications/view.ts";
import { optionsOf } from "../questions/answer-rules.ts";
import { references } from "../questions/feedback-view.ts";
import { answering, offered, statement } from "../questions/view.ts";
import { answerButton, answerSelect, controlButton, joinButton, myScoreButton } from "./ids.ts";
import type { LiveMine, LiveScreen } from "./ports.ts";
import { isPlayable, type Live, type LiveControl, liveSeed, roundOf } from "./rules.ts";
import { boardPoints, type LivePlace } from "./score-rules.ts";
import type { LiveNoted } from "./service.ts";

type Screen<Show extends LiveScreen["show"]> = Extract<LiveScreen, { show: Show }>;

/** How many places a result shows: with its question it shall still fit a phone. */
const SHOWN_PLACES = 5;
const SHOWN_AT_THE_END = 10;

/** What a live quiz shows in its channel, for all to see. */
export function renderLive(screen: LiveScreen): Card {
  switch (screen.show) {
    case "lobby":
      return { components: [container(lobby(screen), screen.live.difficulty)] };
    case "question":
      return { components: [container(question(screen), screen.question.difficulty)] };
    case "result":
      return { components: [container(result(screen), screen.question.difficulty)] };
    case "podium":
      return { components: [container(podium(screen))] };
  }
}

function lobby({ live, players, settled }: Screen<"lobby">): APIComponentInContainer[] {
  const title = words.live.title(live.topic, live.difficulty);
  if (live.end) return [lines(title, words.live.unplayed(live.end))];
  if (settled) return [lines(title, words.live.begun(players))];
  return [
    lines(title, words.live.rules(live.count, live.seconds)),
    lines(words.live.lobby(memberName(live.hostId), players), words.live.starts(stamp(live.dueAt, "R"))),
    row(
      button(words.live.buttons.join, joinButton.encode(live.id), ButtonStyle.Primary),
      control(live, "start"),
      control(live, "cancel"),
    ),
  ];
}

function question({ live, question: asked, crowd, closesAt }: Screen<"question">): APIComponentInContainer[] {
  const round = roundOf(live);
  const seed = liveSeed(live, round);
  const footer = [
    words.live.answered(crowd.answered, crowd.players),
    words.live.closes(stamp(closesAt, "R")),
    ...(live.pausedAt === undefined ? [] : [words.live.pausesNext]),
  ];
  return [
    ...statement(asked, words.live.heading(asked.topic, asked.difficulty, round + 1, live.count)),
    ...offered(asked, seed),
    text(`-# ${footer.join(" · ")}`),
    answering(asked, {
      seed,
      tap: (optionId) => answerButton.encode(live.id, round, optionId),
      choose: answerSelect.encode(live.id, round),
      type: answerSelect.encode(live.id, round),
    }),
    row(pauseOrResume(live), control(live, "skip"), control(live, "stop")),
  ];
}

function result({ live, question: asked, results, places, ...rest }: Screen<"result">): APIComponentInContainer[] {
  const round = roundOf(live);
  const skipped = live.rounds[round]?.skipped ?? false;
  const chosen = new Map<string, number>();
  for (const id of results.flatMap(({ response }) => response)) chosen.set(id, (chosen.get(id) ?? 0) + 1);
  const options = isPlayable(asked) ? optionsOf(asked, liveSeed(live, round)) : [];
  const right = results.filter(({ isRight }) => isRight).length;
  const footer = [
    ...(skipped ? [] : [words.live.right(right, results.length)]),
    ...(rest.settled || live.end ? [] : [upNext(live, rest.nextAt)]),
  ];
  return [
    ...statement(asked, words.live.closedHeading(asked.topic, round + 1, live.count, skipped)),
    lines(...options.map((option) => distribution(option, { answered: results.length, chosen }))),
    lines(...reasons(asked), `-# ${words.feedback.read(references(asked))}`),
    ...(places.length > 0 ? [divider(), lines(words.live.standings, ...standing(places, round > 0))] : []),
    ...(footer.length > 0 ? [text(`-# ${footer.join(" · ")}`)] : []),
    ...(rest.settled || live.end ? [] : [row(...betweenRounds(live))]),
  ];
}

function upNext({ pausedAt, rounds, count }: Live, nextAt: number): string {
  if (pausedAt !== undefined) return words.live.paused;
  return words.live[rounds.length < count ? "next" : "ends"](stamp(nextAt, "R"));
}

function betweenRounds(live: Live) {
  return [
    pauseOrResume(live),
    button(words.live.buttons.next, controlButton.encode(live.id, roundOf(live), "skip")),
    control(live, "stop"),
    mineButton(live, "round"),
  ];
}

function standing(places: readonly LivePlace[], hasMoves: boolean): string[] {
  const told = places
    .slice(0, SHOWN_PLACES)
    .map((one) =>
      [
        words.live.place(one.place, nameOf(one), one.score),
        ...(one.gained > 0 ? [words.live.gained(one.gained)] : []),
        ...(hasMoves ? [words.live.move(one.up)] : []),
      ].join(" · "),
    );
  const more = places.length - told.length;
  return more > 0 ? [...told, `-# ${words.live.more(more)}`] : told;
}

function podium({ live, places }: Screen<"podium">): APIComponentInContainer[] {
  const asked = live.rounds.filter(({ skipped }) => !skipped).length;
  const shown = places.slice(0, SHOWN_AT_THE_END).map((place) => winner(place, asked, places.length));
  const more = places.length - shown.length;
  return [
    lines(words.live.podium, whyEarly(live, asked)),
    lines(
      ...(places.length > 0 ? shown : [words.live.nobodyAnswered]),
      more > 0 ? `-# ${words.live.more(more)}` : undefined,
    ),
    ...(places.length > 0 ? [text(`-# ${places.length > 1 ? words.live.pointsRule : words.live.alone}`)] : []),
    row(mineButton(live, "end")),
  ];
}

/** Why not all that was promised was asked. */
function whyEarly({ end }: Live, asked: number): string | undefined {
  if (end === "stopped") return words.live.stopped(asked);
  if (end === "exhausted") return words.live.exhausted(asked);
  return end === "paused" ? words.live.pausedTooLong : undefined;
}

function winner(place: LivePlace, asked: number, players: number): string {
  const points = boardPoints(place, players);
  const told = words.live.winner(place.place, nameOf(place), place.score, place.right, asked);
  return points > 0 ? `${told} · ${words.live.points(points)}` : told;
}

function nameOf({ userId, hidden }: LivePlace): string {
  return hidden ? words.live.hidden : mention(userId);
}

function pauseOrResume(live: Live) {
  return control(live, live.pausedAt === undefined ? "pause" : "resume");
}

function control(live: Live, what: LiveControl) {
  return button(words.live.buttons[what], controlButton.encode(live.id, roundOf(live), what));
}

function mineButton({ id }: Live, message: "round" | "end") {
  return button(words.live.buttons.mine, myScoreButton.encode(id, message));
}

/** What the one who answered is told: that it is recorded, and not yet whether it was right. */
export function renderLiveNoted({ answer, names, again }: LiveNoted): Card {
  return note(words.live[again ? "again" : "noted"](names.join(", "), answer.took));
}

export function renderLiveMine({ place, players, score, right, asked }: LiveMine): Card {
  return note(words.live.mine(place, players, score, right, asked));
}
