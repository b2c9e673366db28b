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
import { type Wrong, wrong } from "./oracle.ts";

type Needs = { playground: Playground; seed: string; history: History };
/** What somebody was told about one thing: an answer, an exam, a tap in a live quiz. */
type Said = { userId: string; what: string; at: number };

const QUIZZERS = ["Ada", "Edsger", "Barbara", "Donald"];
const EXAMINED = ["Grace", "Alan"];
const MODULES = ["a", "b", "c", "d", "e", "f"];
const ANSWERS_AN_EXAM = 8;
const A_WHILE_MS = 600;
/** Of the results of one learner's exams the latest are kept, as docs/limits.md says; ids rise with time. */
const RESULTS_KEPT = 20;

/** Learners of the home guild who take quizzes and exams and play live together all the time, and what they were told. */
export function learn({ playground, seed, history }: Needs) {
  const random = seeded(`${seed}/learners`);
  const { daily, general } = playground.guild.channels;
  const said = new Map<string, Said[]>();
  const posted = new Map<string, number>();
  let over = false;

  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const rest = () => sleep(A_WHILE_MS * (0.5 + random()));
  const person = (id: string) => playground.person(id, { settleAfterMs: 4_000 });

  function hear(userId: string, about: string, what: string | undefined): void {
    if (!what) return;
    history.note(`${userId} was told ${what}`, [about]);
    said.set(about, [...(said.get(about) ?? []), { userId, what, at: Date.now() }]);
  }

  /** Nobody may be there to take it, and a message may have gone. */
  async function act(deed: () => Promise<InteractionResult>): Promise<APIMessage | undefined> {
    const seen = await Promise.resolve()
      .then(deed)
      .catch(() => undefined);
    return seen?.updated ?? seen?.message;
  }

  /** Answers one quiz after another, now and then with two taps at once. */
  async function quiz(learner: SimulatedUser): Promise<void> {
    for (let shown: APIMessage | undefined; !over; await rest()) {
      const here = shown;
      const answers = customIdsOf(here).filter((id) => id.startsWith("quiz.answer:"));
      const goOn = customIdsOf(here).find((id) => id.startsWith("quiz.next:") || id.startsWith("quiz.stop:"));
      if (here && answers.length > 0) {
        const taps = Array.from({ length: random() < 0.3 ? 2 : 1 }, async () => {
          const id = pick(answers) ?? "";
          const answered = await act(() => learner.click(here, id));
          hear(learner.id, `${learner.id}/${id.split(":").slice(0, 4).join(":")}`, verdictOf(answered));
          return answered;
        });
        shown = (await Promise.all(taps)).at(-1);
      } else if (here && goOn) shown = await act(() => learner.click(here, goOn));
      else shown = await act(() => learner.command("quiz solo", { count: 5 }, daily));
    }
  }

  /** Answers some items of an exam and submits it, again and again. */
  async function sitExams(learner: SimulatedUser): Promise<void> {
    let answered = 0;
    for (let shown: APIMessage | undefined; !over; await rest()) {
      const here = shown;
      const [, score] = /· (\d+ of \d+) correct · (?:not )?passed/.exec(textOf(here)) ?? [];
      const attemptId = customIdsOf(here)
        .find((id) => /^exams\.(missed|share|add-to-review):/.test(id))
        ?.split(":")[1];
      if (score && attemptId) hear(learner.id, `${learner.id}/exam/${attemptId}`, score);
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
      const sure = click(/^exams.submit:.*:confirm$/);
      if (sure || answered >= ANSWERS_AN_EXAM) {
        shown = await (sure ?? click(/^exams.submit:/) ?? click(/^exams.overview:/));
        continue;
      }
      const tapped = await click(/^exams.answer:/);
      if (tapped) answered += 1;
      shown = await click(/^exams.go:.*:next$/);
    }
  }

  /** Plays every live question that is put up. */
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
          void answer.then((told) => hear(player.id, `${player.id}/live/${about}`, letterOf(told)));
        }
      }
    });
  }

  async function host(moderator: SimulatedUser, players: readonly SimulatedUser[]): Promise<void> {
    for (; !over; await rest()) {
      const lobby = await act(() => moderator.command("quiz live", { count: 5, seconds: 10 }, general));
      const join = customIdsOf(lobby).find((id) => id.startsWith("live-quiz.join:"));
      const start = customIdsOf(lobby).find((id) => id.startsWith("live-quiz.control:") && id.endsWith(":start"));
      if (!lobby || !join || !start) continue;
      await Promise.all(players.map((player) => act(() => player.click(lobby, join))));
      await act(() => moderator.click(lobby, start));
    }
  }

  const players = playground.people.members.map(({ id }) => person(id));
  const quizzers = playground.addMembers(QUIZZERS).map(({ id }) => person(id));
  const examined = playground.addMembers(EXAMINED).map(({ id }) => person(id));
  const stopPlaying = play(players);
  const running = [
    ...quizzers.map(quiz),
    ...examined.map(sitExams),
    host(person(playground.people.moderator.id), players),
  ];

  return {
    said,
    posted,
    quizzers: quizzers.map(({ id }) => id),
    counts() {
      const count = (kind: string) => [...said.keys()].filter((about) => about.split("/")[1]?.startsWith(kind)).length;
      return { quizAnswers: count("quiz"), exams: count("exam"), liveAnswers: count("live") };
    },
    async settle(): Promise<void> {
      over = true;
      await Promise.all(running);
      stopPlaying();
    },
  };
}

export type Learners = ReturnType<typeof learn>;

/** What learners were told and is not so; `redisDied` as in `judgeAnswers`. */
export async function judgeLearners(
  redis: Redis,
  { said, posted, quizzers }: Pick<Learners, "said" | "posted" | "quizzers">,
  redisDied: readonly number[],
): Promise<Wrong[]> {
  const exams = createExamStore(redis);
  const wrongs: Wrong[] = [];
  for (const [about, times] of posted)
    if (times > 1) wrongs.push(wrong("no live question or result is posted twice", `${times} times`, about));

  for (const [about, sayings] of said) {
    if (sayings.some(({ at }) => isAtRisk(at, redisDied))) continue;
    const told = new Set(sayings.map(({ what }) => what));
    const [userId = "", kind, attemptId = ""] = about.split("/");
    if (told.size > 1) wrongs.push(wrong("no member is told two outcomes", [...told].join(" and "), about));
    if (kind !== "exam") continue;
    const results = await exams.loadResults(userId);
    const isOutlived = results.length === RESULTS_KEPT && results.every(({ id }) => id > attemptId);
    if (isOutlived) continue;
    const result = results.find(({ id }) => id === attemptId);
    const kept = result && `${result.correct} of ${result.total}`;
    if (!kept || !told.has(kept)) wrongs.push(wrong("an exam's result is what was told", `stored ${kept}`, about));
  }
  for (const userId of quizzers) {
    const learnt = [...(await createLearnerStore(redis).seen(userId)).values()].reduce(
      (sum, { times }) => sum + times,
      0,
    );
    const told = [...said].filter(([about, [first]]) => {
      return about.startsWith(`${userId}/quiz.answer`) && first && !isAtRisk(first.at, redisDied);
    }).length;
    if (learnt < told) wrongs.push(wrong("no acknowledged answer is lost", `told ${told}, learnt ${learnt}`, userId));
  }
  return wrongs;
}

function verdictOf(message: APIMessage | undefined): string | undefined {
  return /✓ \*\*Correct!\*\*|✗ \*\*Not quite\.\*\*/.exec(textOf(message))?.[0];
}

/** The option of a live question that is said to count. */
function letterOf(message: APIMessage | undefined): string | undefined {
  return /^(?:Saved:|You already answered) (\*\*[^*]+\*\*)/m.exec(textOf(message))?.[1];
}
