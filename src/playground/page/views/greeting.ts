import { html, nothing, type TemplateResult } from "lit-html";
import { classMap } from "lit-html/directives/class-map.js";
import { goToGuild } from "../actions.ts";
import { closeGreeting, type Step } from "../greeting.ts";
import { moderatorOf } from "../names.ts";
import { postNow, SCHEDULE_EXAMPLE, setUp } from "../post-now.ts";
import type { Hello, Page } from "../state.ts";
import { prefill } from "../writing.ts";

type Shown = TemplateResult | typeof nothing;

/** A newcomer's first words: what this is, and three things to try. Once there is a question, only a bar is left of it. */
export function greeting(page: Page): Shown {
  const { hello, isGreeting, done } = page.state;
  if (!isGreeting || !hello) return nothing;
  const isBrief = done.has("schedule") && done.has("post");
  return html`<section class=${classMap({ greeting: true, "is-brief": isBrief })} aria-labelledby="greeting-title">
    <div class="greeting-head"><h2 id="greeting-title" class=${isBrief ? "visually-hidden" : ""}
        >Welcome. This is a small Discord on your own machine.</h2>
      <button class="icon-button" aria-label="Close this greeting" @click=${() => closeGreeting(page)}>✕</button></div>
    ${isBrief ? nothing : html`<p>Rootine runs here as it would on a real server. Nothing leaves this computer, so press everything. Three things to try:</p>`}
    <ol>${isBrief ? doneStep("Steps 1 and 2 done") : html`${schedule(page)}${post(page)}`}${answer(page, hello)}</ol>
  </section>`;
}

function schedule(page: Page): Shown {
  if (page.state.done.has("schedule")) return doneStep("Set a daily question · done");
  const moderator = moderatorOf(page.state);
  return step(
    page,
    "schedule",
    html`<strong>Set a daily question</strong>${moderator ? html` as ${moderator.name}, the moderator` : nothing}. Press Enter to send it.`,
    html`<button class="button secondary" @click=${() => setUp(page)}><code>${SCHEDULE_EXAMPLE}</code></button>`,
  );
}

function post(page: Page): Shown {
  const { done, isPosting } = page.state;
  if (done.has("post")) return doneStep("Post it · done");
  return step(
    page,
    "post",
    html`<strong>Don't wait for nine o'clock.</strong> The next question can come at once.`,
    html`<button class="button secondary" ?disabled=${isPosting} @click=${() => postNow(page)}>Post the next question now</button>`,
  );
}

function answer(page: Page, { people, you }: Hello): TemplateResult {
  const members = people.filter(({ standing }) => standing === "member");
  const next = members[(members.findIndex(({ id }) => id === you.id) + 1) % members.length];
  const words = page.state.done.has("answer")
    ? html`<strong>Answered.</strong> Now be another, and see who leads.`
    : you.standing === "member"
      ? html`<strong>You are ${you.name} now.</strong> Answer it, and see who leads.`
      : html`<strong>Be someone else</strong>, answer it, and see who leads.`;
  return step(
    page,
    "answer",
    words,
    html`${next ? html`<button class="button secondary" @click=${() => page.become(next.id)}>Become ${next.name}</button>` : nothing}
      <button class="button secondary" @click=${() => showBoard(page)}><code>/leaderboard</code></button>`,
  );
}

function showBoard(page: Page): void {
  goToGuild(page);
  prefill(page, "/leaderboard ");
}

const ORDER: readonly Step[] = ["schedule", "post", "answer"];

function step({ state: { done } }: Page, name: Step, words: TemplateResult, ways: TemplateResult): TemplateResult {
  const next = ORDER.find((one) => !done.has(one)) ?? "answer";
  const mark = done.has(name) ? "✓" : ORDER.indexOf(name) + 1;
  return html`<li class=${name === next ? "is-next" : ""}><span class="step-mark" aria-hidden="true">${mark}</span>
    <span class="step-words">${words}</span><span class="step-ways">${ways}</span></li>`;
}

function doneStep(words: string): TemplateResult {
  return html`<li class="is-done"><span class="step-mark" aria-hidden="true">✓</span><span>${words}</span></li>`;
}
