import { Events } from "discord.js";
import { exam } from "../../../commands/exam.ts";
import { quiz } from "../../../commands/quiz.ts";
import { review } from "../../../commands/review.ts";
import type { Attempt } from "../../../src/features/exams/attempt-rules.ts";
import { renderExam } from "../../../src/features/exams/attempt-view.ts";
import type { Quiz } from "../../../src/features/quiz/rules.ts";
import { renderQuiz } from "../../../src/features/quiz/view.ts";
import { createClient } from "../../../src/platform/discord/client.ts";
import type { Card } from "../../../src/platform/discord/components.ts";
import { ephemeral, payload } from "../../../src/platform/discord/reply.ts";
import { questions } from "../../support/questions.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";
import { log } from "../redis.ts";

/** Child process: the same client with one fixed reply per kind of click. */

const [apiUrl = "", token = ""] = process.argv.slice(2);
const question = questions.single();
const { id: questionId, rev } = question;
const now = Date.now();
const item = { questionId, rev, flagged: false };
const played: Quiz = {
  id: "1",
  kind: "quiz",
  seed: "seed",
  zone: "UTC",
  retry: false,
  items: Array.from({ length: 20 }, () => ({ questionId, rev, rating: { difficulty: 0, answers: 0 } })),
  answers: [],
  shownAt: now,
  ended: false,
  version: 0,
};
const attempt: Attempt = {
  id: "1",
  module: "mock",
  seed: "seed",
  startedAt: now,
  endsAt: now + 90 * 60_000,
  extraTime: false,
  items: Array.from({ length: 60 }, () => item),
  position: 0,
  version: 0,
};
const answer = { response: ["again"], correct: true, at: now, earns: true };
const settle = async () => undefined;
const asks = renderQuiz({ show: "question", quiz: played, position: 0, question });
const feedback = renderQuiz({
  show: "feedback",
  quiz: played,
  position: 0,
  question,
  answer,
  alreadyAnswered: false,
  settle,
});
const session = renderExam({ state: "open", attempt, item, question });
const started = new Map([
  ["quiz", asks],
  ["review", asks],
  ["exam", session],
]);

const client = createClient({ apiUrl, log });
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isButton()) await interaction.update(payload(cardAfter(interaction.customId)));
  else if (interaction.isChatInputCommand())
    await interaction.reply(ephemeral(started.get(interaction.commandName) ?? asks));
});
const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
await client.login(token);
await ready;
await client.application?.commands.set([quiz, review, exam].map(({ declaration }) => declaration));

serveParent({ ready: true }, () => ({ cpu: cpuSoFar() }));

function cardAfter(customId: string): Card {
  if (customId.startsWith("exams.")) return session;
  return customId.startsWith("quiz.answer:") ? feedback : asks;
}
