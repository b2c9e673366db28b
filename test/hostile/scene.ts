import type { APIMessage, APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import { expect } from "vitest";
import { z } from "zod";
import { examsSchema } from "../../src/features/exams/rules.ts";
import type { AnalyzedItem } from "../../src/features/item-analysis/service.ts";
import { renderItemAnalysis } from "../../src/features/item-analysis/view.ts";
import { answerButton, answerSelect } from "../../src/features/live-quiz/ids.ts";
import { LOBBY_DURATION } from "../../src/features/live-quiz/rules.ts";
import { renderDirectMessage, renderNotification } from "../../src/features/notifications/view.ts";
import { renderHidden } from "../../src/features/privacy/view.ts";
import type { Question } from "../../src/features/questions/rules.ts";
import { TOPICS } from "../../src/features/questions/topic-rules.ts";
import { renderAnswerControls } from "../../src/features/questions/view.ts";
import { componentName } from "../../src/platform/discord/component-id.ts";
import { type Card, container } from "../../src/platform/discord/components.ts";
import { HOUR, SECOND } from "../../src/platform/time.ts";
import type { InteractionResult, SimulatedUser } from "../../src/playground/playground.ts";
import { en as words } from "../../src/text/en/index.ts";
import { eventually } from "../support/eventually.ts";
import { anyQuotas } from "../support/exams.ts";
import { customIdOf, customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage, type Stage } from "../support/stage.ts";
import { suggestInputs, suggestOptions } from "../support/suggestions.ts";

/** Opens every component and modal in one server, and collects them. */

export const SECRET = "known in this server alone";

const bank = [
  ...[1, 2, 3, 4].map((number) => questions.single({ id: `http.q${number}`, stem: `Question number ${number}?` })),
  questions.multi({ id: "os.multi", topic: "os", stem: "Which methods can be sent again?" }),
  questions.short({ id: "sql.short", topic: "sql", stem: "Which word is it?" }),
  questions.multi({ id: "git.multi", topic: "git" }),
  questions.single({ id: "git.single", topic: "git" }),
];
const exams = examsSchema.parse({
  pass_share: 0.7,
  quotas: anyQuotas,
  module: { items: 3, minutes: 30 },
  modules: [
    { id: "a", topics: ["http", "os", "sql"] },
    { id: "b", topics: TOPICS.filter((topic) => !["http", "os", "sql"].includes(topic)) },
  ],
  mock: { minutes: 90, items: Object.fromEntries(TOPICS.map((topic) => [topic, 1])) },
});
const career = [{ id: "pay", question: "What does the work pay?", also: [], answer: "It depends.", claims: [] }];

const WRITTEN = { ...suggestInputs, stem: `A GET for a page comes back with 304, ${SECRET}. What does the client do?` };
const FILE = JSON.stringify({
  items: [{ ...questions.single({ topic: "http" }), id: undefined, stem: "What is new?" }],
});

/** A component or modal, as it was shown to someone. */
export type Part = {
  kind: string;
  id: string;
  by: "owner" | "moderator";
} & ({ component: Clickable } | { modal: APIModalInteractionResponseCallbackData });

const clickable = z.looseObject({
  type: z.int(),
  custom_id: z.string(),
  min_values: z.int().optional(),
  options: z.array(z.looseObject({ value: z.string() })).optional(),
});
export type Clickable = z.infer<typeof clickable>;

function clickablesIn(value: unknown): Clickable[] {
  if (typeof value !== "object" || value === null) return [];
  const { success, data } = clickable.safeParse(value);
  return success ? [data] : Object.values(value).flatMap(clickablesIn);
}

/** Collects the parts of all messages shown, each once. */
function collector(by: Part["by"], parts: Map<string, Part>) {
  const keep = (shown: Pick<APIMessage, "components"> | Card) => {
    for (const { disabled: _, ...component } of clickablesIn(shown.components)) {
      const kind = componentName(component.custom_id);
      parts.set(component.custom_id, { kind, id: component.custom_id, by, component });
    }
  };
  return {
    keep,
    message(seen: InteractionResult): APIMessage {
      const shown = seen.updated ?? seen.message ?? expect.fail(`Nothing is shown: ${seen.failed}`);
      keep(shown);
      return shown;
    },
    modal(seen: InteractionResult) {
      const { modal } = seen;
      if (!modal) expect.fail(`No modal: ${textOf(seen.message)}`);
      const { interactionId: _, channelId: __, ...shown } = modal;
      const kind = componentName(modal.custom_id);
      parts.set(modal.custom_id, { kind, id: modal.custom_id, by, modal: shown });
      return modal;
    },
  };
}

/** An actor. All messages shown to them are collected. */
function acting(stage: Stage, actor: SimulatedUser, by: Part["by"], parts: Map<string, Part>) {
  const { daily } = stage.playground.guild.channels;
  const { keep, message, modal } = collector(by, parts);
  const find = (shown: APIMessage, part: string) =>
    customIdsOf(shown).find((id) => id.includes(part)) ?? expect.fail(`No ${part} in ${customIdsOf(shown)}`);
  return {
    ...actor,
    keep,
    ask: async (command: string, options: Record<string, string | number> = {}, channel: string = daily) =>
      message(await actor.command(command, options, channel)),
    press: async (shown: APIMessage, part: string) => message(await actor.click(shown, find(shown, part))),
    tap: (shown: APIMessage, part: string) => actor.click(shown, find(shown, part)),
    choose: async (shown: APIMessage, part: string, ...values: string[]) =>
      message(await actor.select(shown, find(shown, part), values)),
    write: async (shown: APIMessage, part: string) => modal(await actor.click(shown, find(shown, part))),
    form: async (command: string, options: Record<string, string | number>) =>
      modal(await actor.command(command, options, daily)),
    send: async (shown: ReturnType<typeof modal>, values: Record<string, string>) =>
      message(await actor.submitModal(shown, values)),
    async sees(words: string) {
      const shown = await eventually(
        () => actor.visibleMessages(daily).findLast((one) => textOf(one).includes(words)),
        30_000,
      );
      keep(shown);
      return shown;
    },
  };
}
type Acting = ReturnType<typeof acting>;

export async function openScene() {
  const stage = await openStage(bank, { exams, career });
  stage.skipEditInterval();
  const { playground } = stage;
  const parts = new Map<string, Part>();
  const person = (id: string) => playground.person(id, { settleAfterMs: 5_000 });
  const owner = acting(stage, person(playground.people.members[0].id), "owner", parts);
  const moderator = acting(stage, person(playground.people.moderator.id), "moderator", parts);

  await settle(moderator, playground.guild.channels.daily, playground.guild.roles.moderators);
  await postAndClose(stage, moderator);
  await sitExams(owner);
  const quiz = await playQuizzes(owner);
  const posts = await postAll(moderator);
  await learn(owner, posts);
  const draft = await fillQueue(owner, moderator);
  await mind(owner);
  const imports = await checkFiles(moderator, playground.guild.channels.daily);
  const live = await beginLive(stage, owner, moderator);
  unusual(stage, owner, moderator);
  return { stage, parts: [...parts.values()], owner, moderator, posts, quiz, draft, imports, live };
}
export type Scene = Awaited<ReturnType<typeof openScene>>;

async function settle({ ask, choose, press }: Acting, channel: string, role: string): Promise<void> {
  const panel = await ask("settings show");
  await choose(panel, "settings.pick", "weekStart");
  await choose(await choose(panel, "settings.pick", "moderatorRole"), "settings.role", role);
  await choose(await choose(panel, "settings.pick", "reviewChannel"), "settings.channel", channel);
  await press(await ask("settings log"), "settings.show");
  await press(await ask("settings show"), "boards.close-season");
}

async function postAndClose(stage: Stage, { ask, sees }: Acting): Promise<void> {
  const time = new Date(stage.clock() - HOUR).toISOString().slice(11, 16);
  const channel = stage.playground.guild.channels.daily;
  for (const topic of ["http", "os", "sql"]) await ask("schedule add", { channel, time, topic, timezone: "UTC" });
  await ask("schedule remove", { schedule: "daily-http" });
  await ask("schedule post-now", { schedule: "daily-http" });
  stage.advance(7 * HOUR);
  await sees("· medium · closed");
}

async function postAll({ ask, sees }: Acting) {
  for (const topic of ["http", "os", "sql"]) await ask("schedule post-now", { schedule: `daily-${topic}` });
  return {
    http: await sees("HTTP and networking · medium · 20"),
    os: await sees("Operating systems and Linux · medium · 20"),
    sql: await sees("SQL · medium · 20"),
  };
}

async function learn({ press, write, ask, keep, choose }: Acting, { http, os, sql }: Scene["posts"]): Promise<void> {
  for (const post of [http, os, sql]) keep(post);
  await press(await press(http, ":again"), "daily.add-to-review");
  await write(sql, "daily.type:");
  await press(await ask("leaderboard"), "boards.page:");
  await choose(await ask("career"), "career.choose", "pay");
}

/** One finished and one open exam, at an item of each type. */
async function sitExams({ ask, press, write, tap, keep }: Acting): Promise<void> {
  const report = await press(await press(await ask("exam start", { module: "a" }), "exams.submit"), ":confirm");
  await press(report, "exams.share");
  await press(report, "exams.missed");
  await ask("exam results");
  let shown = await ask("exam start", { module: "a" });
  for (const _ of [1, 2, 3]) {
    if (customIdsOf(shown).some((id) => id.startsWith("exams.type:"))) await write(shown, "exams.type:");
    shown = (await tap(shown, ":next")).updated ?? shown;
    keep(shown);
  }
  await press(shown, "exams.overview");
  await press(await ask("exam resume"), "exams.submit");
  await press(await ask("exam start", { module: "a" }), "exams.replace");
}

/** One finished and one open quiz. */
async function playQuizzes({ ask, press, write, send, choose }: Acting): Promise<APIMessage> {
  let shown = await ask("quiz solo", { count: 20 });
  while (customIdsOf(shown).some((id) => id.startsWith("quiz.end:"))) {
    const kinds = customIdsOf(shown).map((id) => id.split(":")[0]);
    if (kinds.includes("quiz.choose")) shown = await choose(shown, "quiz.choose", "put", "post");
    else if (kinds.includes("quiz.type")) shown = await send(await write(shown, "quiz.type"), { answer: "no" });
    else if (kinds.includes("quiz.answer")) shown = await press(shown, ":stop");
    shown = await press(shown, "quiz.next");
  }
  return ask("quiz solo", { topic: "http", count: 3 });
}

/** A draft, two suggestions and a report. */
async function fillQueue(owner: Acting, moderator: Acting) {
  const suggest = async (stem: string) =>
    owner.send(await owner.form("question suggest", suggestOptions), { ...WRITTEN, stem: `${stem} ${WRITTEN.stem}` });
  await owner.press(await suggest("First."), "suggestions.submit");
  await owner.press(await suggest("When a cache has it:"), "suggestions.submit");
  await owner.send(await owner.form("question report", { id: "http.q1" }), { reason: `The key is wrong, ${SECRET}.` });
  const draft = await suggest("While it is written:");
  await owner.write(draft, "suggestions.edit");
  const look = await moderator.sees("suggested a question");
  const first = await moderator.press(look, "review-queue.open");
  await moderator.write(first, "review-queue.edit");
  await moderator.write(first, "review-queue.deny");
  await moderator.press(await moderator.press(first, ":next"), ":next");
  return draft;
}

async function mind({ ask }: Acting): Promise<void> {
  await ask("remind on", { time: "13:00", timezone: "UTC" });
  await ask("privacy delete");
}

async function checkFiles({ upload, ask, sees }: Acting, channel: string) {
  const check = async (content: string) => {
    const { id } = await ask("bank import", { file: upload("mine.json", content, channel) });
    const shown = await sees("1 new question");
    expect(shown.id).toBe(id);
    return shown;
  };
  return { first: await check(FILE), second: await check(FILE.replace("What is new?", "What else is new?")) };
}

/** A live quiz paused after its first question, so that it doesn't continue on its own. */
async function beginLive(stage: Stage, owner: Acting, moderator: Acting): Promise<APIMessage> {
  const lobby = await moderator.ask("quiz live", { count: 5, seconds: 60, topic: "git" });
  const [, id = ""] = /"live-quiz.join:([^"]+)"/.exec(JSON.stringify(lobby)) ?? [];
  await owner.press(lobby, "live-quiz.join");
  stage.advance(LOBBY_DURATION);
  const first = await owner.sees("· question 1 of");
  if (customIdsOf(first).some((one) => one.startsWith("live-quiz.choose"))) {
    await owner.choose(first, "live-quiz.choose", "put", "post");
  } else await owner.press(first, "live-quiz.answer");
  for (const question of [questions.single(), questions.multi()]) owner.keep(roundOf(id, question));
  stage.advance(70 * SECOND);
  const result = await moderator.sees("**Standings**");
  await owner.press(result, "live-quiz.my-score");
  await control(stage, moderator, result, "pause");
  return moderator.sees(words.liveQuiz.paused);
}

/** Clicks a control of a live quiz, which shows no reply to wait for. */
async function control({ playground }: Stage, { id }: Acting, message: APIMessage, name: string): Promise<void> {
  await playground.person(id, { settleAfterMs: 10 }).click(message, customIdOf(message, "live-quiz.control", name));
}

/** Answers a round, whatever the type of its question. */
function roundOf(quizId: string, question: Question): Card {
  const selectId = answerSelect.encode(quizId, 0);
  const optionButtonId = (optionId: string) => answerButton.encode(quizId, 0, optionId);
  const ids = { optionButtonId, selectId, modalButtonId: selectId };
  return { components: [container([renderAnswerControls(question, { seed: "", ...ids })])] };
}

/** Messages sent by jobs: a summary, a reminder, a paused schedule, a pulled question. */
function unusual({ playground, clock }: Stage, owner: Acting, moderator: Acting): void {
  const scheduleId = "daily-os";
  const paused = {
    kind: "schedule-paused",
    scheduleId,
    // The second added member.
    serial: 2,
    channelId: playground.guild.channels.daily,
  } as const;
  moderator.keep(renderNotification({ ...paused, problem: "no-access" }));
  owner.keep(renderNotification({ kind: "summary", top: [], members: 0, streak: 0 }));
  owner.keep(renderNotification({ kind: "season", season: 1, winners: [], members: 0 }));
  owner.keep(renderHidden(true));
  owner.keep(renderDirectMessage({ kind: "reminder", due: 1, stakes: [] }));
  const item: AnalyzedItem = {
    ...{ questionId: "http.q4", rev: 1, attempts: 60, facility: 0.5, unchosen: [] },
    ...{ flags: ["misleading"], pulled: true },
  };
  moderator.keep(renderItemAnalysis({ at: clock(), analyzed: 1, items: [item], early: [] }, () => undefined));
}

/** Every member moves on, so that earlier messages are outdated. */
export async function moveOn({ stage, owner, moderator, posts, quiz, live, draft, imports }: Scene): Promise<void> {
  await owner.choose(posts.os, "daily.choose", "put", "delete");
  await owner.send(await owner.write(posts.sql, "daily.type:"), { answer: "etag" });
  await owner.press(await owner.press(await owner.ask("exam resume"), "exams.submit"), ":confirm");
  let answered = await owner.press(quiz, ":stop");
  // A question that was posted while it was on screen is skipped.
  while (!customIdsOf(answered).some((id) => id.startsWith("quiz.next")))
    answered = await owner.press(answered, ":stop");
  await owner.press(await owner.press(answered, "quiz.end"), "quiz.retry");
  await owner.send(await owner.write(draft, "suggestions.edit"), { ...WRITTEN, stem: `Rewritten: ${WRITTEN.stem}` });

  await moderator.press(imports.first, "imports.confirm");
  await moderator.press(imports.second, "imports.cancel");
  await decide(moderator);
  await control(stage, moderator, live, "stop");
  await moderator.sees("Stopped after");
  const removing = await moderator.ask("schedule remove", { schedule: "daily-http" });
  await moderator.press(removing, "schedules.remove");
  const { daily } = stage.playground.guild.channels;
  await moderator.ask("schedule add", { channel: daily, time: "09:00", topic: "http" });
  await moderator.ask("bank retire", { id: "http.q4" });
  await moderator.ask("bank restore", { id: "http.q4" });
  await moderator.press(await moderator.press(await moderator.ask("settings show"), "boards.close-season"), ":confirm");
  await moderator.sees("Season 1 is over");
}

/** Edits the first suggestion, approves the second, dismisses a report. */
async function decide({ ask, send, write, press }: Acting): Promise<void> {
  const edited = await send(await write(await ask("bank review"), "review-queue.edit"), {
    ...WRITTEN,
    stem: `As edited: ${WRITTEN.stem}`,
  });
  let shown = await press(await press(edited, ":next"), "review-queue.approve");
  while (!customIdsOf(shown).some((id) => id.startsWith("review-queue.dismiss"))) shown = await press(shown, ":next");
  await press(shown, "review-queue.dismiss");
}
