import { z } from "zod";
import { componentId, wholeNumber } from "../../platform/discord/component-id.ts";
import { questionId } from "../questions/ids.ts";

/** Confirms the answer key of a pulled question at this revision. */
export const confirmKeyButton = componentId("item-analysis.confirm-key", z.tuple([questionId, wholeNumber]), {
  costly: true,
});
