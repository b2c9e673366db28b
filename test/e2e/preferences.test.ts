import type { APIMessage } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { examsSchema } from "../../src/features/exams/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { DAY } from "../../src/platform/time.ts";
import { anyQuotas } from "../support/exams.ts";
import { customIdOf, customIdsOf, shownBy, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";

const bank = [
  questions.single({ id: "http.any", stem: "Neutral one?" }),
  questions.single({ id: "http.go", stem: "Go one?", language: "go" }),
  questions.single({ id: "http.php", stem: "PHP one?", language: "php" }),
  questions.single({ id: "sql.php", topic: "sql", stem: "PHP two?", language: "php" }),
];
const exams = examsSchema.parse({
  pass_share: 0.7,
  quotas: anyQuotas,
  module: { items: 3, minutes: 30 },
  modules: [
    { id: "a", topics: ["http", "languages"] },
    { id: "b", topics: TOPICS.filter((topic) => topic !== "http" && topic !== "languages") },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});

function learner(stage: Stage, channel: string = stage.channels.daily) {
  const [person] = stage.members;
  const ask = async (command: string, options = {}) => shownBy(await person.command(command, options, channel));
  const tap = async (message: APIMessage, button: string) =>
    shownBy(await person.click(message, customIdOf(message, button)));
  return {
    ...person,
    ask,
    tap,
    choose: async (...languages: string[]) =>
      shownBy(await person.select(await ask("preferences"), "preferences.languages", languages)),
    /** Answers every question, and returns the stems that were asked. */
    async answerAll(first: APIMessage, option: string): Promise<string[]> {
      const asked: string[] = [];
      let shown = first;
      while (customIdsOf(shown).some((id) => id.startsWith("quiz.answer"))) {
        asked.push(/[A-Za-z]+ (?:one|two)\?/.exec(textOf(shown))?.[0] ?? "");
        shown = await tap(await tap(shown, option), "quiz.next");
      }
      return asked.sort();
    },
  };
}

describe("/preferences", () => {
  it("limits a quiz to the chosen languages, or to none if none is chosen", async () => {
    const stage = await openStage(bank);
    const one = learner(stage);
    expect(textOf(await one.ask("preferences"))).toContain("**Programming languages** · all");
    expect(textOf(await one.choose("go"))).toContain("**Programming languages** · Go");
    expect(textOf(await one.ask("preferences"))).toContain("**Programming languages** · Go");
    expect(await one.answerAll(await one.ask("quiz solo"), "again")).toEqual(["Go one?", "Neutral one?"]);
    expect(textOf(await one.choose())).toContain("**Programming languages** · all");
    expect(await one.answerAll(await one.ask("quiz solo"), "again")).toHaveLength(4);
    expect(stage.log.warnings).toEqual([]);
  });

  it("works in direct messages and applies everywhere", async () => {
    const stage = await openStage(bank);
    const [{ id }] = stage.playground.people.members;
    await learner(stage, stage.playground.directChannel(id)).choose("php");
    const one = learner(stage);
    expect(await one.answerAll(await one.ask("quiz solo"), "again")).toEqual(["Neutral one?", "PHP one?", "PHP two?"]);
  });

  it("is overridden by the language of a quiz", async () => {
    const stage = await openStage(bank);
    const one = learner(stage);
    await one.choose("go");
    const quiz = await one.ask("quiz solo", { language: "php" });
    expect(await one.answerAll(quiz, "again")).toEqual(["PHP one?", "PHP two?"]);
    expect(textOf(await one.ask("quiz solo", { language: "rust", topic: "http" }))).toContain(
      "I have no questions for HTTP and networking, Rust.",
    );
    expect(textOf(await one.ask("quiz solo", { topic: "sql" }))).toContain("choose more languages with `/preferences`");
  });

  it("keeps cards in other languages but leaves them out of reviews", async () => {
    const stage = await openStage(bank);
    const one = learner(stage);
    await one.answerAll(await one.ask("quiz solo"), "post");
    await one.choose("go");
    stage.advance(2 * DAY);
    expect(await one.answerAll(await one.ask("review"), "again")).toEqual(["Go one?", "Neutral one?"]);
    await one.choose("php");
    expect(await one.answerAll(await one.ask("review"), "again")).toEqual(["PHP one?", "PHP two?"]);
  });

  it("explains that there is nothing to review if all cards are in other languages", async () => {
    const stage = await openStage(bank);
    const one = learner(stage);
    await one.answerAll(await one.ask("quiz solo", { language: "go" }), "post");
    await one.choose("php");
    expect(textOf(await one.ask("review"))).toContain("Your only card requires a programming language");
  });

  it("limits exams and says so in the picker and the first message", async () => {
    const stage = await openStage(bank, { exams });
    const one = learner(stage);
    await one.choose("go", "rust");
    const { choices = [] } = await one.autocomplete("exam start", { module: "" }, "module", stage.channels.daily);
    expect(choices.map(({ name }) => name).slice(0, 2)).toEqual([
      "Mock exam · 16 questions, 90 min · with Go and Rust",
      "Module A · 3 questions, 30 min · HTTP and networking; Go and Rust",
    ]);
    const started = textOf(await one.ask("exam start", { module: "a" }));
    expect(started).toMatch(/^-# Programming languages in this exam: Go and Rust\. .*`\/preferences`/m);
    expect(started).toContain("Module A · 1 of 2");
    expect(textOf(await one.ask("exam resume"))).not.toContain("/preferences");
  });
});

it("a host can limit a live quiz to one language", async () => {
  const stage = await openStage(bank);
  const { moderator } = stage;
  const lobby = shownBy(await moderator.command("quiz live", { count: 5, language: "php" }, stage.channels.daily));
  expect(textOf(lobby)).toContain("### Live quiz · any topic, PHP\n2 questions");
  const refused = await moderator.command("quiz live", { language: "java" }, stage.channels.general);
  expect(textOf(shownBy(refused))).toContain("I have no questions for any topic, Java.");
});
