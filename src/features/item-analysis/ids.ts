import { z } from "zod";
import { componentId, wholeNumber } from "../../platform/discord/component-id.ts";
import { questionId } from "../questions/ids.ts";

/** A moderator checked this revision of a question that was pulled. */
export const putBackButton = componentId("item-analysis.put-back", z.tuple([questionId, wholeNumber]));
