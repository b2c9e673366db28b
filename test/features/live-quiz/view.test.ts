import { describe, expect, it } from "vitest";
import { loadBank } from "../../../src/bank/load.ts";
import type { LiveScreen } from "../../../src/features/live-quiz/ports.ts";
import { ask, close, finish, isPlayable, type Live, open } from "../../../src/features/live-quiz/rules.ts";
import type { LivePlace, LiveResult } from "../../../src/features/live-quiz/score-rules.ts";
import { renderLive } from "../../../src/features/live-quiz/view.ts";
import type { ChoiceQuestion } from "../../../src/features/questions/rules.ts";
import { textOf } from "../../support/messages.ts";
import { questions } from "../../support/questions.ts";

const START = 1_795_000_000_000;
const snowflake = "9".repeat(19);
const lobby: Live = {
  id: "9".repeat(13),
  guildId: snowflake,
  channelId: snowflake,
  hostId: snowflake,
  zone: "UTC",
  topic: "distributed",
  difficulty: 3,
  count: 20,
  seconds: 60,
  phase: "lobby",
  dueAt: START,
  rounds: [],
  pausedAt: START,
  version: 1,
};
const places = Array.from(
  { length: 500 },
  (_, index): LivePlace => ({
    userId: snowflake,
    place: index + 1,
    score: 20_000,
    right: 20,
    gained: 1_000,
    up: -499,
  }),
);

function screensOf(question: ChoiceQuestion): LiveScreen[] {
  const asking = ask(open(lobby, question, START), snowflake, START);
  const result: LiveResult = {
    userId: snowflake,
    round: 0,
    response: Object.keys(question.options),
    took: 1,
    at: START,
    question,
    isRight: true,
    score: 999,
  };
  return [
    {
      show: "question",
      live: asking,
      settled: false,
      question,
      crowd: { players: 500, answered: 500 },
      closesAt: START,
    },
    { show: "result", live: close(asking, START), settled: false, question, results: [result], places, nextAt: START },
  ];
}

const componentsIn = (card: unknown) => JSON.stringify(card).match(/"type":\d+/g)?.length ?? 0;
const customIdsIn = (card: unknown) =>
  [...JSON.stringify(card).matchAll(/"custom_id":"([^"]*)"/g)].map(([, id = ""]) => id);

describe("every screen of a live quiz", () => {
  it("fits Discord's sizes, whatever it asks: 4,000 characters, 40 components, ids of 100, none twice", () => {
    const playable = loadBank({ content: "content" }).filter(isPlayable);
    const screens = playable.flatMap(screensOf);
    const end: LiveScreen = { show: "podium", live: finish(lobby, "paused", START), settled: true, places };
    for (const screen of [...screens, end, { show: "lobby", live: lobby, settled: false, players: 500 } as const]) {
      const card = renderLive(screen);
      const name = "question" in screen ? `${screen.show} of ${screen.question.id}` : screen.show;
      const ids = customIdsIn(card.components);
      expect(textOf(card).length, name).toBeLessThanOrEqual(4_000);
      expect(componentsIn(card.components), name).toBeLessThanOrEqual(40);
      expect(new Set(ids).size, name).toBe(ids.length);
      expect(Math.max(...ids.map((id) => id.length)), name).toBeLessThanOrEqual(100);
    }
  });

  it("has nothing to tap once its time has passed", () => {
    for (const screen of [questions.multi()].filter(isPlayable).flatMap(screensOf).slice(1))
      expect(customIdsIn(renderLive({ ...screen, settled: true }))).toEqual([]);
    expect(customIdsIn(renderLive({ show: "lobby", live: lobby, settled: true, players: 2 }))).toEqual([]);
  });

  it("does not name who chose to be hidden", () => {
    const hidden = places.slice(0, 2).map((place) => ({ ...place, hidden: true as const }));
    const shown = textOf(renderLive({ show: "podium", live: lobby, settled: true, places: hidden }));
    expect(shown).toContain("**1st** a hidden member · 20,000");
    expect(shown).not.toContain("<@");
  });

  it("says why it ended before all that was promised was asked", () => {
    const podium = (live: Live) => textOf(renderLive({ show: "podium", live, settled: true, places }));
    expect(podium(finish(lobby, "exhausted", START))).toContain("There was no question left to ask.");
    const rounds = [{ questionId: "http.single", rev: 1, skipped: false }];
    expect(podium(finish({ ...lobby, phase: "break", rounds }, "exhausted", START))).toContain(
      "I ran out of questions after 1.",
    );
  });

  it("names who won, and counts who is not shown", () => {
    const shown = textOf(renderLive({ show: "podium", live: lobby, settled: true, places }));
    expect(shown).toContain(`**1st** <@${snowflake}> · 20,000`);
    expect(shown).toContain("+50 points");
    expect(shown).toContain("… and 490 more");
  });
});
