import type { Senders, Stores } from "../../src/stores.ts";

/** Steps of a post at which a worker can be killed. */
export const WORK_STEPS = [
  "before an agenda moves on",
  "after an agenda has moved on",
  "before claim",
  "after claim",
  "before send",
  "after send",
  "before sent is recorded",
  "after sent is recorded",
  "before reveal is recorded",
  "after reveal is recorded",
  "before update",
  "after update",
] as const;
/** Steps of an answer at which a bot can be killed. */
export const ANSWER_STEPS = ["before an answer is recorded", "after an answer is recorded"] as const;
/** Steps of an exam at which a process can be killed. */
export const EXAM_STEPS = [
  "before an exam attempt is saved",
  "after an exam attempt is saved",
  "before an exam is submitted",
  "after an exam is submitted",
  "before an exam is processed",
  "after an exam is processed",
] as const;
export const STEPS = [...WORK_STEPS, ...ANSWER_STEPS, ...EXAM_STEPS] as const;
export type Step = (typeof STEPS)[number];

type Wired = { stores: Stores; senders: Senders };

/** Calls `at` whenever a post, an answer or an exam reaches a named step of the real stores and senders. */
export function watchSteps(stores: Stores, senders: Senders, at: (step: Step) => void): Wired {
  const { agenda, posts, answers, exams } = stores;
  const { postDelivery } = senders;
  const watchedStores: Stores = {
    ...stores,
    agenda: {
      ...agenda,
      // Only slots, since most other entries are repeated anyway.
      settle: (entries) => {
        const settle = () => agenda.settle(entries);
        const isOfSlots = entries.some(({ entry }) => entry.startsWith("slot:"));
        return isOfSlots ? around("before an agenda moves on", settle, "after an agenda has moved on") : settle();
      },
    },
    posts: {
      ...posts,
      claim: (...args) => around("before claim", () => posts.claim(...args), "after claim"),
      markSent: (...args) => around("before sent is recorded", () => posts.markSent(...args), "after sent is recorded"),
      markRevealed: (...args) =>
        around("before reveal is recorded", () => posts.markRevealed(...args), "after reveal is recorded"),
    },
    answers: {
      ...answers,
      record: (...args) =>
        around("before an answer is recorded", () => answers.record(...args), "after an answer is recorded"),
    },
    exams: {
      ...exams,
      save: (...args) =>
        around("before an exam attempt is saved", () => exams.save(...args), "after an exam attempt is saved"),
      submit: (...args) =>
        around("before an exam is submitted", () => exams.submit(...args), "after an exam is submitted"),
      deleteSubmitted: (...args) =>
        around("before an exam is processed", () => exams.deleteSubmitted(...args), "after an exam is processed"),
    },
  };
  const watchedSenders: Senders = {
    ...senders,
    postDelivery: {
      ...postDelivery,
      send: (...args) => around("before send", () => postDelivery.send(...args), "after send"),
      updateCount: (...args) => around("before update", () => postDelivery.updateCount(...args), "after update"),
      updateResults: (...args) => around("before update", () => postDelivery.updateResults(...args), "after update"),
    },
  };
  return { stores: watchedStores, senders: watchedSenders };

  async function around<Result>(before: Step, act: () => Promise<Result>, after: Step): Promise<Result> {
    at(before);
    const result = await act();
    at(after);
    return result;
  }
}
