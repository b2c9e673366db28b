import { html, nothing, type TemplateResult } from "lit-html";
import type { DemoState } from "../../server/page/protocol.ts";
import type { Page } from "../state.ts";
import { prefill } from "../writing.ts";

/** One press, and a group of forty has three months behind it. */
export function groupPanel(page: Page): TemplateResult {
  const { demo } = page.state;
  return html`<h2>A group with a past</h2>
    <p>Forty members join, and time moves on through ${demo?.days ?? 60} question days. Each of them presses the bot's own
      buttons, so boards, profiles and reviews are what the bot makes of it. It takes about a minute.</p>
    ${demo ? doing(page, demo) : nothing}
    ${demo && demo.day > 0 ? worthSeeing(page) : nothing}`;
}

function doing(page: Page, demo: DemoState): TemplateResult {
  const { status, day, days, answers, reason: why } = demo;
  const isAtWork = status === "running" || status === "stopping";
  const send = (action: "start" | "stop") => () => page.send({ type: "demo", action });
  return html`${
    status === "idle"
      ? nothing
      : html`<progress class="progress" max=${days} value=${day} aria-label="Days played"></progress>
        <p class="hint" role="status">Day ${day} of ${days} · ${answers} answers${status === "done" ? " · done" : ""}${status === "stopped" ? " · stopped" : ""}</p>`
  }
  ${why ? html`<p class="hint">${why}</p>` : nothing}
  <p class="panel-ways">${
    isAtWork
      ? html`<button class="button secondary" ?disabled=${status === "stopping"} @click=${send("stop")}>${status === "stopping" ? "Stopping…" : "Stop here"}</button>`
      : html`<button class="button primary" @click=${send("start")}>${day > 0 ? "Three more months" : "Fill the group"}</button>`
  }</p>`;
}

function worthSeeing(page: Page): TemplateResult {
  const see = (command: string) =>
    html`<button class="button secondary" @click=${() => prefill(page, `${command} `)}><code>${command}</code></button>`;
  return html`<h3>Worth a look now</h3>
    <p class="panel-ways">${["/leaderboard", "/profile", "/review", "/bank health"].map(see)}</p>
    <p class="hint">Noor, Tomas and Yuki were among them: be one of them for what is a member's own.</p>`;
}
