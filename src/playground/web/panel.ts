import type { TimeTarget } from "../server/page/protocol.ts";
import { isGuideDismissed, rememberGuideDismissed } from "./preferences.ts";
import { type App, emptyTraffic, type PanelName } from "./state.ts";

/** The side panel: tools that Discord itself doesn't have. */

/** As in narrow.css. */
const NARROW = 700;

/** New visitors start with the guide. On a phone, it is a bar, because the panel would cover the channel. */
export function initialPanel(): PanelName | undefined {
  return !isGuideDismissed() && innerWidth > NARROW ? "guide" : undefined;
}

export function openPanel(app: App, name: PanelName): void {
  if (app.state.panel === "traffic" && name !== "traffic") app.send({ type: "traffic", action: "leave" });
  app.state.panel = name;
  refreshPanel(app);
  app.update();
}

export function closePanel(app: App): void {
  if (app.state.panel === "guide") dismissGuide(app);
  if (app.state.panel === "traffic") app.send({ type: "traffic", action: "leave" });
  app.state.panel = undefined;
  app.update();
}

export function togglePanel(app: App): void {
  if (app.state.panel === undefined) openPanel(app, "guide");
  else closePanel(app);
}

export function dismissGuide(app: App): void {
  rememberGuideDismissed();
  app.state.isGuideActive = false;
  app.update();
}

/** Requests what the open panel shows. Needed again after each reconnect. */
export function refreshPanel({ state, send }: App): void {
  if (state.panel === "time") send({ type: "time" });
  if (state.panel !== "traffic") return;
  state.traffic = emptyTraffic();
  send({ type: "traffic", action: "watch" });
}

export function moveTime({ send }: App, to: TimeTarget): void {
  send({ type: "move-time", to });
}

const DEBOUNCE_MS = 700;
let debounce: ReturnType<typeof setTimeout> | undefined;

/** A new message may have changed what is upcoming. */
export function refreshUpcoming({ state, send }: App): void {
  if (state.panel !== "time") return;
  clearTimeout(debounce);
  debounce = setTimeout(() => send({ type: "time" }), DEBOUNCE_MS);
}
