import type { TimeTarget } from "../server/page/protocol.ts";
import { emptyTraffic, type Page } from "./state.ts";
import { remember, remembered } from "./theme.ts";

/** The panel at the side: what Discord does not have, for whoever tries the bot here. */

export const PANELS = [
  ["guide", "Start"],
  ["time", "Time"],
  ["group", "Group"],
  ["faults", "Faults"],
  ["traffic", "Traffic"],
] as const;
export type PanelName = (typeof PANELS)[number][0];

const GUIDE_CLOSED = "rootine.greeted";

/** A newcomer is shown round; who has closed the guide once is not. */
export function isNewcomer(): boolean {
  return remembered(GUIDE_CLOSED) === undefined;
}

/** On a phone the guide is a bar, and the panel would hide everything else. */
export function firstPanel(): PanelName | undefined {
  return isNewcomer() && innerWidth > NARROW ? "guide" : undefined;
}

/** As in narrow.css. */
const NARROW = 700;

export function openPanel(page: Page, name: PanelName): void {
  if (page.state.panel === "traffic" && name !== "traffic") leaveTraffic(page);
  page.state.panel = name;
  if (name === "traffic") watchTraffic(page);
  if (name === "time") page.send({ type: "time" });
  page.changed();
}

export function closePanel(page: Page): void {
  if (page.state.panel === "guide") endGuide(page);
  if (page.state.panel === "traffic") leaveTraffic(page);
  page.state.panel = undefined;
  page.changed();
}

export function endGuide(page: Page): void {
  remember(GUIDE_CLOSED, "yes");
  page.state.isGuiding = false;
  page.changed();
}

export function togglePanel(page: Page, name: PanelName): void {
  if (page.state.panel === undefined) openPanel(page, name);
  else closePanel(page);
}

/** Also after the connection was lost: whoever comes back begins anew. */
export function watchTraffic(page: Page): void {
  page.state.traffic = emptyTraffic();
  page.send({ type: "traffic", action: "watch" });
}

function leaveTraffic(page: Page): void {
  page.send({ type: "traffic", action: "leave" });
}

export function moveTime(page: Page, to: TimeTarget): void {
  page.send({ type: "move-time", to });
}

const SETTLED_AFTER = 700;
let asking: ReturnType<typeof setTimeout> | undefined;

/** What has just happened may have changed what is planned. */
export function askSoon(page: Page): void {
  if (page.state.panel !== "time") return;
  clearTimeout(asking);
  asking = setTimeout(() => page.send({ type: "time" }), SETTLED_AFTER);
}
