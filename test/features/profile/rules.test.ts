import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelsOf } from "../../../src/features/profile/rules.ts";
import type { Topic } from "../../../src/features/questions/topic-rules.ts";

describe("levelsOf", () => {
  it("tells of the topics that were met, in the order of the curriculum", () => {
    const levels = levelsOf(
      new Map<Topic, { ability: number; answers: number }>([
        ["sql", { ability: 0, answers: 4 }],
        ["git", { ability: 0, answers: 0 }],
        ["http", { ability: 2, answers: 9 }],
      ]),
    );
    expect(levels.map(({ topic }) => topic)).toEqual(["http", "sql"]);
    expect(levels[1]).toMatchObject({ share: 0.5 });
  });

  it("lies between its bounds, which draw together with every answer", () => {
    fc.assert(
      fc.property(fc.double({ min: -4, max: 4, noNaN: true }), fc.integer({ min: 1, max: 500 }), (ability, answers) => {
        const [few] = levelsOf(new Map([["sql", { ability, answers }]]));
        const [more] = levelsOf(new Map([["sql", { ability, answers: answers + 1 }]]));
        if (!few || !more) throw new Error("no level");
        expect(few.from).toBeGreaterThan(0);
        expect(few.to).toBeLessThan(1);
        expect(few.from).toBeLessThan(few.share);
        expect(few.share).toBeLessThan(few.to);
        expect(more.to - more.from).toBeLessThan(few.to - few.from);
      }),
    );
  });
});
