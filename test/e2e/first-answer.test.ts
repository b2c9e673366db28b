import { expect, it } from "vitest";
import { ledgerErrors } from "../../src/features/boards/ledger-rules.ts";
import { readLedger } from "../support/ledger.ts";
import { customIdOf, customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

it("fifty simultaneous clicks of one member record one answer when two bots are running", async () => {
  const stage = await openStage([questions.single()]);
  const [member] = stage.members;
  await stage.join();
  await stage.addSchedule();
  const post = await stage.postNow();

  const buttons = customIdsOf(post);
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, index) => member.click(post, buttons[index % buttons.length] ?? "")),
  );

  const verdicts = results.map(({ message }) => textOf(message).includes("✓ **Correct!**"));
  expect(new Set(verdicts).size).toBe(1);
  const ledger = await readLedger(stage.redis, stage.playground.guild.id);
  expect(ledger.answers).toHaveLength(1);
  expect(ledgerErrors(ledger)).toEqual([]);
  expect(stage.playground.traffic.posts).toHaveLength(1);
});

it.each(["reset-before", "reset-after"] as const)(
  "a click gets its result even if the first reply failed: %s",
  async (kind) => {
    const stage = await openStage([questions.single()]);
    const [member] = stage.members;
    const { faults } = stage.playground;
    await stage.addSchedule();
    const post = await stage.postNow();

    faults.inject({ kind, on: /callback/, count: 1 });
    const { message } = await member.click(post, customIdOf(post, "again"));

    expect(textOf(message)).toContain("✓ **Correct!**");
    await stage.settled();
    expect(faults.hits(kind)).toBe(1);
    expect(stage.log.warnings).toEqual([]);
  },
);
