import { describe, expect, it } from "vitest";
import { textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

describe("/question show", () => {
  it("shows the question to members, and also its key to moderators", async () => {
    const stage = await openStage([questions.single({ id: "http.retry-lost-put" }), questions.multi()]);
    const { daily } = stage.channels;
    const [member] = stage.members;
    const { moderator } = stage;

    const shown = await member.command("question show", { id: "http.retry-lost-put" }, daily);
    expect(shown.ephemeral).toBe(true);
    expect(textOf(shown.message)).toContain("A PUT times out");
    expect(textOf(shown.message)).not.toContain("PUT is idempotent");
    expect(textOf((await moderator.command("question show", { id: "http.retry-lost-put" }, daily)).message)).toContain(
      "**Send the same PUT again**: PUT is idempotent",
    );

    const choices = await member.autocomplete("question show", { id: "http.m" }, "id", daily);
    expect(choices.choices).toEqual([{ name: "http.multi", value: "http.multi" }]);
    const unknown = await member.command("question show", { id: "http.nothing" }, daily);
    expect(textOf(unknown.message)).toBe(
      "I don't know the question `http.nothing`. Type a topic like `http` and pick an id from the list.",
    );
  });
});
