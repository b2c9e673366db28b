import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";
import { difficultySchema, LEVELS } from "../questions/rules.ts";
import { topicSchema } from "../questions/topic-rules.ts";
import { QUESTION_TYPES } from "./rules.ts";

/** The command options chosen before the modal opens: type, topic, difficulty, level. */
export const formHead = [
  z.enum(QUESTION_TYPES),
  topicSchema,
  z.string().max(1).transform(Number).pipe(difficultySchema),
  z.enum(LEVELS),
] as const;
/** Identifies the draft that the message shows. See `formTag`. */
const tag = z.string().regex(/^[a-z0-9]{1,5}$/);

export const writeModal = componentId("suggestions.write", z.tuple(formHead));
export const editButton = componentId("suggestions.edit", z.tuple([]));
export const submitButton = componentId("suggestions.submit", z.tuple([tag]), { costly: true });
export const discardButton = componentId("suggestions.discard", z.tuple([tag]));
