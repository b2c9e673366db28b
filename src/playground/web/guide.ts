import type { Step, ToPage } from "../server/page/protocol.ts";
import { prefill } from "./composer.ts";
import { guildChannelOf, moderatorOf, personOf, summaryOf } from "./lookup.ts";
import { openGuildChannel, scrollToEnd } from "./navigation.ts";
import { moveTime } from "./panel.ts";
import { type App, type State, showToast } from "./state.ts";

/** The steps of the guide. The server reports which are done. */
export type GuideStep = {
  title: string;
  text: string;
  /** What the step's button says and does. */
  label: string;
  run: (app: App) => void;
  isDone: boolean;
  isBusy?: boolean;
  /** The button remains after the step is done. */
  isRepeatable?: boolean;
};

export function guideSteps({ state }: App): GuideStep[] {
  return STEPS.map(([name, step]) => ({ ...step(state), isDone: state.progress.done.includes(name) }));
}

export function nextStep(steps: readonly GuideStep[]): GuideStep | undefined {
  return steps.find(({ isDone }) => !isDone);
}

type Plan = Omit<GuideStep, "isDone">;

const STEPS: readonly [Step, (state: State) => Plan][] = [
  [
    "schedule",
    (state) => ({
      title: "Set up a daily question",
      text: `Do this as ${moderatorOf(state)?.name ?? "the moderator"}, who manages this server. The command is already filled in; press Enter to send it.`,
      label: "Fill in /schedule add",
      run: setUpSchedule,
    }),
  ],
  [
    "post",
    (state) => ({
      title: "Post a question now",
      text: "No need to wait until 9:00.",
      label: "Post the next question now",
      run: postNow,
      isBusy: state.isPosting,
      isRepeatable: true,
    }),
  ],
  ["answer", answerStep],
  [
    "reveal",
    () => ({
      title: "See the reveal",
      text: "It's due in a few hours, but you can move the clock forward. The bot and Discord follow.",
      label: "Skip to the reveal",
      run: (app) => moveTime(app, "reveal"),
    }),
  ],
  ["leaderboard", () => commandStep("Check the leaderboard", "Press Enter to send the command.", "/leaderboard")],
  [
    "exam",
    () =>
      commandStep(
        "Take an exam",
        "Pick a module, answer as many questions as you like, then submit to see your report.",
        "/exam start",
      ),
  ],
  ["profile", () => commandStep("View your profile", "Your level by topic, streak, and last few weeks.", "/profile")],
];

function answerStep(state: State): Plan {
  const { answered } = state.progress;
  const members = state.hello?.people.filter(({ role }) => role === "member") ?? [];
  const next = members.find(({ id }) => !answered.includes(id));
  const names = answered.flatMap((id) => personOf(state, id)?.name ?? []);
  const title = `Answer as three people · ${answered.length} of 3`;
  if (next && next.id === state.userId) {
    const text = `You're ${next.name} now. Press a letter below the question.`;
    return { title, text, label: "Go to the question", run: openQuestion };
  }
  return {
    title,
    text: `${names.length > 0 ? `${names.join(" and ")} answered. ` : ""}Switch to another member and press a letter below the question.`,
    label: `Switch to ${next?.name ?? "another member"}`,
    run: (app) => next && app.switchUser(next.id),
  };
}

function openQuestion(app: App): void {
  openGuildChannel(app);
  scrollToEnd(app);
}

function commandStep(title: string, text: string, command: string): Plan {
  const run = (app: App) => {
    openGuildChannel(app);
    prefill(app, `${command} `);
  };
  return { title, text, label: `Fill in ${command}`, run, isRepeatable: true };
}

/** "Post the next question now": the moderator runs `/schedule post-now`, whichever user the visitor is. */
export function postNow(app: App): void {
  const { state, send } = app;
  const channelId = guildChannelOf(state)?.id;
  if (state.isPosting || channelId === undefined) return;
  state.isPosting = send({ type: "post-now", channelId });
  app.update();
}

export function showPostResult(app: App, { reply, error, needsSchedule }: Extract<ToPage, { type: "post-result" }>) {
  const { state } = app;
  state.isPosting = false;
  if (needsSchedule) {
    const action = { label: "Set one up", run: () => setUpSchedule(app) };
    showToast(app, { tone: "info", text: "There's no schedule to post from yet.", action });
  } else if (error !== undefined) {
    showToast(app, { tone: "error", text: error });
  } else if (reply && moderatorOf(state)?.id !== state.userId) {
    // The moderator sees the bot's own reply in the channel.
    showToast(app, { tone: "success", text: summaryOf(state, reply) || "Posted." });
  }
}

/** Fills in a first schedule as the moderator. */
function setUpSchedule(app: App): void {
  const moderator = moderatorOf(app.state);
  if (moderator && moderator.id !== app.state.userId) app.switchUser(moderator.id);
  openGuildChannel(app);
  prefill(app, `/schedule add channel:#daily time:09:00 timezone:${ownTimeZone()}`);
}

function ownTimeZone(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  // Without a known zone, browsers report names like "Etc/Unknown".
  return timeZone === undefined || timeZone.startsWith("Etc/") ? "UTC" : timeZone;
}
