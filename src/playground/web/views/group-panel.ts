import { html, nothing, type TemplateResult } from "lit-html";
import type { DemoState } from "../../server/page/protocol.ts";
import { prefill } from "../composer.ts";
import type { App } from "../state.ts";

/** Fills the server with forty members and three months of answers. */
export function groupPanel(app: App): TemplateResult {
  const { demo } = app.state;
  return html`<h2>A group with history</h2>
    <p>Forty members join and answer ${demo?.days ?? 60} days of questions while time moves forward. They click the bot's own buttons,
      so leaderboards, profiles, and reviews are real. It takes about a minute.</p>
    ${demo ? controls(app, demo) : nothing}
    ${demo && demo.day > 0 ? examples(app) : nothing}`;
}

function controls(app: App, demo: DemoState): TemplateResult {
  const { status, day, days, answers, reason } = demo;
  const isStopping = status === "stopping";
  const send = (action: "start" | "stop") => () => app.send({ type: "demo", action });
  const suffix = status === "done" || status === "stopped" ? ` · ${status}` : "";
  return html`${
    status === "idle"
      ? nothing
      : html`<progress class="progress" max=${days} value=${day} aria-label="Days played"></progress>
        <p class="hint" role="status">Day ${day} of ${days} · ${answers} answers${suffix}</p>`
  }
  ${reason ? html`<p class="hint">${reason}</p>` : nothing}
  <p class="buttons">${
    status === "running" || isStopping
      ? html`<button class="button secondary" ?disabled=${isStopping} @click=${send("stop")}>${isStopping ? "Stopping…" : "Stop"}</button>`
      : html`<button class="button primary" @click=${send("start")}>${day > 0 ? "Play three more months" : "Play three months"}</button>`
  }</p>`;
}

function examples(app: App): TemplateResult {
  const example = (command: string) =>
    html`<button class="button secondary" @click=${() => prefill(app, `${command} `)}>${command}</button>`;
  return html`<h3>Try these now</h3>
    <p class="buttons">${["/leaderboard", "/profile", "/review", "/bank health"].map(example)}</p>
    <p class="hint">Noor, Tomas, and Yuki took part. Act as one of them to see a member's own data.</p>`;
}
