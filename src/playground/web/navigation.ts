import { loadTarget, openHistory } from "./history.ts";
import { guildChannelOf } from "./lookup.ts";
import type { App } from "./state.ts";

export function openChannel(app: App, channelId: string): void {
  const { state } = app;
  state.channelId = channelId;
  state.isScrolledUp = false;
  state.mustScrollToEnd = true;
  openHistory(app, channelId);
  app.update();
}

/** Leaves direct messages for something only a guild has. */
export function openGuildChannel(app: App): void {
  const channel = guildChannelOf(app.state);
  if (channel && channel.id !== app.state.channelId) openChannel(app, channel.id);
}

export function scrollToEnd(app: App): void {
  app.state.mustScrollToEnd = true;
  app.update();
}

/** Opens the channel and scrolls to the message once it is loaded. */
export function openMessage(app: App, channelId: string, messageId: string | undefined): void {
  app.state.targetMessageId = messageId;
  openChannel(app, channelId);
  loadTarget(app, channelId);
}
