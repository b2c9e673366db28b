import { setTimeout as sleep } from "node:timers/promises";
import type { APIMessage } from "discord-api-types/v10";
import { createExamStore } from "../../src/features/exams/store.ts";
import { createLearnerStore } from "../../src/features/learning/store.ts";
import type { Redis } from "../../src/platform/redis/client.ts";
import { seeded } from "../../src/platform/seed.ts";
import type { InteractionResult, Playground, SimulatedUser } from "../../src/playground/playground.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import type { History } from "./history.ts";
import { isAtRisk } from "./members.ts";
import { type Violation, violation } from "./oracle.ts";

type Options = { playground: Playground; seed: string; history: History };
/** What a learner saw for an answer, an exam or a click in a live quiz. */
type Outcome = { userId: string; what: string; at: number };

const QUIZ_LEARNERS = ["Ada", "Edsger", "Barbara", "Donald"];
const EXAM_LEARNERS = ["Grace", "Alan"];
const MODULES = ["a", "b", "c", "d", "e", "f"];
const ANSWERS_AN_EXAM = 8;
const PAUSE_MS = 600;
/** The number of exam results stored per learner. */
const RESULTS_KEPT = 20;

/** Learners of the home guild who keep taking quizzes, exams and live quizzes, and the outcomes they saw. */
export function createLearners({ playground, seed, history }: Options) {
  const random = seeded(`${seed}/learners`);
  const { daily, general } = playground.guild.channels;
  const outcomes = new Map<string, Outcome[]>();
  const posted = new Map<string, number>();
  let over = false;

  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const pause = () => sleep(PAUSE_MS * (0.5 + random()));
  const person = (id: string) => playground.person(id, { settleAfterMs: 4_000 });

  function recordOutcome(userId: string, about: string, what: string | undefined): void {
    if (!what) return;
    history.note(`${userId} saw ${what}`, [about]);
    outcomes.set(about, [...(outcomes.get(about) ?? []), { userId, what, at: Date.now() }]);
  }

  /** Ignores failures: no bot may be running, or the message may be deleted. */
  async function act(action: () => Promise<InteractionResult>): Promise<APIMessage | undefined> {
    const seen = await Promise.resolve()
      .then(action)
      .catch(() => undefined);
    return seen?.updated ?? seen?.message;
  }

  /** Answers one quiz after another, sometimes with two simultaneous clicks. */
  async function quiz(learner: SimulatedUser): Promise<void> {
    for (let shown: APIMessage | undefined; !over; await pause()) {
      const here = shown;
      const answers = customIdsOf(here).filter((id) => id.startsWith("quiz.answer:"));
      const next = customIdsOf(here).find((id) => id.startsWith("quiz.next:") || id.startsWith("quiz.end:"));
      if (here && answers.length > 0) {
        const taps = Array.from({ length: random() < 0.3 ? 2 : 1 }, async () => {
          const id = pick(answers) ?? "";
          const answered = await act(() => learner.click(here, id));
          recordOutcome(learner.id, `${learner.id}/${id.split(":").slice(0, 4).join(":")}`, verdictOf(answered));
          return answered;
        });
        shown = (await Promise.all(taps)).at(-1);
      } else if (here && next) shown = await act(() => learner.click(here, next));
      else shown = await act(() => learner.command("quiz solo", { count: 5 }, daily));
    }
  }

  /** Keeps starting exams, answering some items and submitting. */
  async function takeExams(learner: SimulatedUser): Promise<void> {
    let answered = 0;
    for (let shown: APIMessage | undefined; !over; await pause()) {
      const here = shown;
      const [, score] = /· (\d+ of \d+) correct · (?:not )?passed/.exec(textOf(here)) ?? [];
      const attemptId = customIdsOf(here)
        .find((id) => /^exams\.(missed|share|add-to-review):/.test(id))
        ?.split(":")[1];
      if (score && attemptId) recordOutcome(learner.id, `${learner.id}/exam/${attemptId}`, score);
      const click = (pattern: RegExp) => {
        const id = pick(customIdsOf(here).filter((one) => pattern.test(one)));
        return here && id ? act(() => learner.click(here, id)) : undefined;
      };
      if (!here || score) {
        answered = 0;
        shown = await act(() => learner.command("exam start", { module: pick(MODULES) ?? "a" }, daily));
        if (/open attempt/.test(textOf(shown))) shown = await act(() => learner.command("exam resume", {}, daily));
        continue;
      }
      const confirm = click(/^exams.submit:.*:confirm$/);
      if (confirm || answered >= ANSWERS_AN_EXAM) {
        shown = await (confirm ?? click(/^exams.submit:/) ?? click(/^exams.overview:/));
        continue;
      }
      const clicked = await click(/^exams.answer:/);
      if (clicked) answered += 1;
      shown = await click(/^exams.go:.*:next$/);
    }
  }

  /** Answers every live question. */
  function play(players: readonly SimulatedUser[]): () => void {
    return playground.traffic.onPost(({ message }) => {
      const ids = customIdsOf(message);
      const mark = ids.find((id) => /^live-quiz\.(answer|choose):/.test(id) || /^live-quiz.my-score:.*:end$/.test(id));
      if (!mark) return;
      const about = mark.startsWith("live-quiz.my-score") ? mark : mark.split(":").slice(1, 3).join("/");
      posted.set(about, (posted.get(about) ?? 0) + 1);
      const options = ids.filter((id) => id.startsWith("live-quiz.answer:"));
      for (const player of players) {
        for (let taps = options.length > 0 ? 2 : 0; taps > 0; taps -= 1) {
          const answer = act(() => player.click(message, pick(options) ?? ""));
          void answer.then((acknowledged) =>
            recordOutcome(player.id, `${player.id}/live/${about}`, letterOf(acknowledged)),
          );
        }
      }
    });
  }

  async function host(moderator: SimulatedUser, players: readonly SimulatedUser[]): Promise<void> {
    for (; !over; await pause()) {
      const lobby = await act(() => moderator.command("quiz live", { count: 5, seconds: 10 }, general));
      const join = customIdsOf(lobby).find((id) => id.startsWith("live-quiz.join:"));
      const start = customIdsOf(lobby).find((id) => id.startsWith("live-quiz.control:") && id.endsWith(":start"));
      if (!lobby || !join || !start) continue;
      await Promise.all(players.map((player) => act(() => player.click(lobby, join))));
      await act(() => moderator.click(lobby, start));
    }
  }

  const players = playground.people.members.map(({ id }) => person(id));
  const quizLearners = playground.addMembers(QUIZ_LEARNERS).map(({ id }) => person(id));
  const examLearners = playground.addMembers(EXAM_LEARNERS).map(({ id }) => person(id));
  const stopPlaying = play(players);
  const running = [
    ...quizLearners.map(quiz),
    ...examLearners.map(takeExams),
    host(person(playground.people.moderator.id), players),
  ];

  return {
    outcomes,
    posted,
    quizLearners: quizLearners.map(({ id }) => id),
    counts() {
      const count = (kind: string) =>
        [...outcomes.keys()].filter((about) => about.split("/")[1]?.startsWith(kind)).length;
      return { quizAnswers: count("quiz"), exams: count("exam"), liveAnswers: count("live") };
    },
    async settle(): Promise<void> {
      over = true;
      await Promise.all(running);
      stopPlaying();
    },
  };
}

export type Learners = ReturnType<typeof createLearners>;

/** Outcomes that don't match the stored data; `redisDied` as in `checkAnswers`. */
export async function checkLearners(
  redis: Redis,
  { outcomes, posted, quizLearners }: Pick<Learners, "outcomes" | "posted" | "quizLearners">,
  redisDied: readonly number[],
): Promise<Violation[]> {
  const exams = createExamStore(redis);
  const violations: Violation[] = [];
  for (const [about, times] of posted)
    if (times > 1) violations.push(violation("no live question or result is posted twice", `${times} times`, about));

  for (const [about, seen] of outcomes) {
    if (seen.some(({ at }) => isAtRisk(at, redisDied))) continue;
    const acknowledged = new Set(seen.map(({ what }) => what));
    const [userId = "", kind, attemptId = ""] = about.split("/");
    if (acknowledged.size > 1)
      violations.push(violation("no member sees two outcomes", [...acknowledged].join(" and "), about));
    if (kind !== "exam") continue;
    const results = await exams.loadResults(userId);
    const hasExpired = results.length === RESULTS_KEPT && results.every(({ id }) => id > attemptId);
    if (hasExpired) continue;
    const result = results.find(({ id }) => id === attemptId);
    const stored = result && `${result.correct} of ${result.total}`;
    if (!stored || !acknowledged.has(stored))
      violations.push(violation("the stored exam result is the acknowledged one", `stored ${stored}`, about));
  }
  for (const userId of quizLearners) {
    const recorded = [...(await createLearnerStore(redis).history(userId)).values()].reduce(
      (sum, { attempts }) => sum + attempts,
      0,
    );
    const acknowledged = [...outcomes].filter(([about, [first]]) => {
      return about.startsWith(`${userId}/quiz.answer`) && first && !isAtRisk(first.at, redisDied);
    }).length;
    if (recorded < acknowledged)
      violations.push(
        violation("no acknowledged answer is lost", `acknowledged ${acknowledged}, stored ${recorded}`, userId),
      );
  }
  return violations;
}

function verdictOf(message: APIMessage | undefined): string | undefined {
  return /✓ \*\*Correct!\*\*|✗ \*\*Not quite\.\*\*/.exec(textOf(message))?.[0];
}

/** The option that counts for a live question. */
function letterOf(message: APIMessage | undefined): string | undefined {
  return /^(?:Saved:|You already answered) (\*\*[^*]+\*\*)/m.exec(textOf(message))?.[1];
}
