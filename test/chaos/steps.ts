import type { Intercepted } from "../../src/compose/options.ts";

/** The named steps of a post's way at which a process can be made to die. */
export const STEPS = [
  "before claim",
  "after claim",
  "before send",
  "after send",
  "before sent is noted",
  "after sent is noted",
  "before reveal is noted",
  "after reveal is noted",
  "before drawing",
  "after drawing",
] as const;
export type Step = (typeof STEPS)[number];

/** Calls `at` whenever a post comes to a named step, on its way through the real ports. */
export function watchSteps({ posts, messenger, announcer }: Intercepted, at: (step: Step) => void): Intercepted {
  return {
    posts: {
      ...posts,
      claim: (...args) => around("before claim", () => posts.claim(...args), "after claim"),
      markSent: (...args) => around("before sent is noted", () => posts.markSent(...args), "after sent is noted"),
      markRevealed: (...args) =>
        around("before reveal is noted", () => posts.markRevealed(...args), "after reveal is noted"),
    },
    announcer,
    messenger: {
      ...messenger,
      send: (...args) => around("before send", () => messenger.send(...args), "after send"),
      draw: (...args) => around("before drawing", () => messenger.draw(...args), "after drawing"),
    },
  };

  async function around<Result>(before: Step, act: () => Promise<Result>, after: Step): Promise<Result> {
    at(before);
    const result = await act();
    at(after);
    return result;
  }
}
