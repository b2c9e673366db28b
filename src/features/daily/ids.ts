import { z } from "zod";
import { componentId, customIdsIn } from "../../platform/discord/component-id.ts";
import { optionId } from "../questions/ids.ts";

const slotId = z
  .string()
  .max(32)
  .regex(/^\d+-(\d{4}-\d{2}-\d{2}|now-\d+)$/);

export const answerButton = componentId("daily.answer", z.tuple([slotId, optionId]));
export const answerSelect = componentId("daily.choose", z.tuple([slotId]));
/** Opens the modal for a typed or ordered answer. */
export const typeAnswerButton = componentId("daily.type", z.tuple([slotId]));
export const typedAnswerModal = componentId("daily.typed", z.tuple([slotId]));
export const addToReviewButton = componentId("daily.add-to-review", z.tuple([slotId]));
export const whyNotButton = componentId("daily.why-not", z.tuple([slotId]));

const postComponents = [answerButton, answerSelect, typeAnswerButton, addToReviewButton, whyNotButton];

/** Reads the slot id of a post from its message components. Undefined if it isn't a post. */
export function slotIdIn(components: readonly unknown[]): string | undefined {
  const [first] = customIdsIn(components).flatMap((id) => postComponents.flatMap((one) => one.parse(id)?.[0] ?? []));
  return first;
}
