import { html, nothing, type TemplateResult } from "lit-html";
import { closeGreeting } from "../greeting.ts";
import { moderatorOf } from "../names.ts";
import { postNow, SCHEDULE_EXAMPLE, setUp } from "../post-now.ts";
import type { Page } from "../state.ts";
import { prefill } from "../writing.ts";

/** A newcomer's first words: what this is, and three things to try. */
export function greeting(page: Page): TemplateResult | typeof nothing {
  const { hello, isGreeting, isPosting } = page.state;
  if (!isGreeting || !hello) return nothing;
  const moderator = moderatorOf(page.state);
  const other = hello.people.find(({ id, standing }) => id !== hello.you.id && standing === "member");
  return html`<section class="greeting" aria-labelledby="greeting-title">
    <div class="greeting-head"><h2 id="greeting-title">Welcome. This is a small Discord on your own machine.</h2>
      <button class="icon-button" aria-label="Close this greeting" @click=${() => closeGreeting(page)}>✕</button></div>
    <p>Rootine runs here as it would on a real server. Nothing leaves this computer, so press everything. Three things to try:</p>
    <ol>
      <li><span><strong>Set a daily question</strong>${moderator ? html` as ${moderator.name}, the moderator` : nothing}.
        Press Enter to send it.</span>
        <button class="button secondary" @click=${() => setUp(page)}><code>${SCHEDULE_EXAMPLE}</code></button></li>
      <li><span><strong>Don't wait for nine o'clock.</strong> The next question can come at once.</span>
        <button class="button secondary" ?disabled=${isPosting} @click=${() => postNow(page)}>Post the next question now</button></li>
      <li><span><strong>Be someone else</strong>, answer it, and see who leads.</span>
        ${other ? html`<button class="button secondary" @click=${() => page.become(other.id)}>Become ${other.name}</button>` : nothing}
        <button class="button secondary" @click=${() => prefill(page, "/leaderboard ")}><code>/leaderboard</code></button></li>
    </ol>
  </section>`;
}
