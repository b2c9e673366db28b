import { describe, expect, it } from "vitest";
import type { PostResults } from "../../../src/features/daily/rules.ts";
import { renderDaily, renderReveal } from "../../../src/features/daily/view.ts";
import { customIdsOf, textOf } from "../../support/messages.ts";
import { postWith } from "../../support/posts.ts";
import { questions } from "../../support/questions.ts";

const post = postWith({
  state: "revealed",
  guildId: "100",
  channelId: "200",
  claimedAt: 1_000,
  closesAt: 2_000,
  thread: true,
  threadOpened: true,
  roleId: "300",
  messageId: "400",
});
const results: PostResults = {
  answered: 4,
  correct: 3,
  chosen: new Map([
    ["again", 3],
    ["post", 1],
  ]),
  firstCorrect: ["1", "2"],
  comparison: "easier",
};

describe("renderReveal", () => {
  it("shows the key, the share of each option, who was first, and the thread", () => {
    const card = renderReveal(post, questions.single(), results);
    const shown = textOf(card);
    expect(shown).toMatch(/✓ .*Send the same PUT again.*correct answer\*\*\n-# ▇{11} 75%/);
    expect(shown).toMatch(/Send the body as a POST.*\n-# ▇{4} 25%/);
    expect(shown).toMatch(/Assume the update failed[^▇]*$/m);
    expect(shown).toContain("First correct: <@1>, <@2> · 3 of 4 correct · easier than usual for this group");
    expect(shown).toContain("Discuss");
    expect(JSON.stringify(card)).toContain("https://discord.com/channels/100/400");
    expect(customIdsOf(card)).toEqual(["daily.why-not:1-2026-11-22", "daily.add-to-review:1-2026-11-22"]);
  });

  it("says that no one answered, and links to no thread if there is none", () => {
    const empty: PostResults = { answered: 0, correct: 0, chosen: new Map(), firstCorrect: [] };
    const shown = textOf(renderReveal({ ...post, threadOpened: false }, questions.single(), empty));
    expect(shown).toContain("No one answered this one.");
    expect(shown).not.toMatch(/▇|Discuss/);
  });

  it("shows the solution of typed and ordered questions without explaining options", () => {
    const typed = renderReveal(post, questions.short(), results);
    expect(textOf(typed)).toContain("Correct: **ETag** or **Entity Tag**");
    expect(customIdsOf(typed)).toEqual(["daily.add-to-review:1-2026-11-22"]);
    expect(textOf(renderReveal(post, questions.order(), results))).toMatch(/Correct order:\n1\. /);
    expect(textOf(renderReveal(post, questions.number(), results))).toContain("Correct: **");
  });
});

describe("renderDaily", () => {
  const open = { post: { ...post, state: "sent" as const }, question: questions.single(), answered: 3 };

  it("shows the streak, at most three links and the open question without its role ping", () => {
    const others = ["401", "402", "403", "404", "405"].map((messageId) => ({ ...post, messageId }));
    const card = renderDaily({ streak: 5, open, others });
    expect(textOf(card)).toContain("You can answer the question from <#200> here.");
    expect(textOf(card)).toContain("/403 and 2 more · You're on a 5-day streak.");
    expect(textOf(card)).not.toContain("/404");
    expect(JSON.stringify(card)).not.toContain("<@&300>");
  });

  it("says when the next question comes or that none is scheduled", () => {
    const next = renderDaily({ streak: 0, others: [], next: 1_795_000_000_000 });
    expect(textOf(next)).toContain("The next one is due <t:1795000000:R>.\n-# Answer today to start a streak.");
    expect(textOf(renderDaily({ streak: 0, others: [] }))).toContain("No question is open, and none is scheduled.");
  });
});
