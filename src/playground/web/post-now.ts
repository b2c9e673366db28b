import type { ToPage } from "../server/page/protocol.ts";
import { prefill } from "./composer.ts";
import { guildChannelOf, moderatorOf, summaryOf } from "./lookup.ts";
import { openGuildChannel } from "./navigation.ts";
import type { App } from "./state.ts";
import { showToast } from "./toasts.ts";

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
export function setUpSchedule(app: App): void {
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
