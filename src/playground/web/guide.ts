import type { Step } from "../server/page/protocol.ts";
import { goToGuild, goToNewest } from "./actions.ts";
import { moderatorOf, personOf } from "./names.ts";
import { moveTime } from "./panel.ts";
import { postNow, setUp } from "./post-now.ts";
import type { Page, State } from "./state.ts";
import { prefill } from "./writing.ts";

/** What the guided start proposes; whether a step is done is the local Discord's to say. */
export type GuideStep = {
  title: string;
  words: string;
  label: string;
  act: (page: Page) => void;
  isDone: boolean;
  isBusy?: boolean;
  /** Worth doing again once it is done. */
  isRepeatable?: boolean;
};

export function stepsOf({ state }: Page): GuideStep[] {
  const { done } = state.progress;
  return PLAN.map(([name, plan]) => ({ ...plan(state), isDone: done.includes(name) }));
}

export function nextStep(steps: readonly GuideStep[]): GuideStep | undefined {
  return steps.find(({ isDone }) => !isDone);
}

const PLAN: readonly [Step, (state: State) => Omit<GuideStep, "isDone">][] = [
  [
    "schedule",
    (state) => ({
      title: "Set a daily question",
      words: `As ${moderatorOf(state)?.name ?? "the moderator"}, who manages this server. The command is written for you: press Enter to send it.`,
      label: "Write /schedule add",
      act: setUp,
    }),
  ],
  [
    "post",
    (state) => ({
      title: "Post a question now",
      words: "No need to wait for nine o'clock.",
      label: "Post the next question now",
      act: postNow,
      isBusy: state.isPosting,
      isRepeatable: true,
    }),
  ],
  ["answer", answerPlan],
  [
    "reveal",
    () => ({
      title: "See the answer revealed",
      words: "It closes hours later. Time can be moved on here: bot and Discord go along.",
      label: "Go on to the reveal",
      act: (page) => moveTime(page, "reveal"),
    }),
  ],
  ["leaderboard", () => writing("See who leads", "Press Enter to send it.", "/leaderboard ")],
  [
    "exam",
    () =>
      writing(
        "Take an exam",
        "Choose a module, answer as much as you like, then Submit for your report.",
        "/exam start ",
      ),
  ],
  ["profile", () => writing("Look at your profile", "Level by topic, streak, the last weeks.", "/profile ")],
];

function answerPlan(state: State): Omit<GuideStep, "isDone"> {
  const { answered } = state.progress;
  const members = state.hello?.people.filter(({ role }) => role === "member") ?? [];
  const next = members.find(({ id }) => !answered.includes(id));
  const names = answered.flatMap((id) => personOf(state, id)?.name ?? []);
  const isNext = next !== undefined && next.id === state.personId;
  return {
    title: `Answer it as three people · ${answered.length} of 3`,
    words: isNext
      ? `You are ${next.name} now: press a letter under the question.`
      : `${names.length > 0 ? `${names.join(" and ")} answered. ` : ""}Become somebody, and press a letter under the question.`,
    label: isNext ? "Go to the question" : `Become ${next?.name ?? "somebody"}`,
    act: (page) => (isNext ? openHome(page) : next && page.become(next.id)),
  };
}

function write(page: Page, command: string): void {
  goToGuild(page);
  prefill(page, command);
}

function openHome(page: Page): void {
  goToGuild(page);
  goToNewest(page);
}

function writing(title: string, words: string, command: string): Omit<GuideStep, "isDone"> {
  return { title, words, label: `Write ${command.trim()}`, act: (page) => write(page, command), isRepeatable: true };
}
