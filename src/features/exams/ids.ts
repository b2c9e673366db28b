import { z } from "zod";
import { componentId, slug, token, wholeNumber } from "../../platform/discord/component-id.ts";
import { optionId } from "../questions/ids.ts";

const attemptId = token;
const position = wholeNumber;
const page = wholeNumber;
const step = z.enum(["ask", "confirm"]);

/** Shows an item. The last part keeps ids unique when two buttons of a message open the same item. */
export const itemButton = componentId("exams.go", z.tuple([attemptId, position, z.enum(["back", "next", "return"])]));
/** Jumps to one of the items (at most 25) on a page of the overview. */
export const jumpSelect = componentId("exams.jump", z.tuple([attemptId]));
export const answerButton = componentId("exams.answer", z.tuple([attemptId, position, optionId]));
export const answerSelect = componentId("exams.choose", z.tuple([attemptId, position]));
export const typeAnswerButton = componentId("exams.type", z.tuple([attemptId, position]));
export const typedAnswerModal = componentId("exams.typed", z.tuple([attemptId, position]));
export const flagButton = componentId("exams.flag", z.tuple([attemptId, position, z.enum(["on", "off"])]));
export const overviewButton = componentId("exams.overview", z.tuple([attemptId, page]));
export const submitButton = componentId("exams.submit", z.tuple([attemptId, step]));
/** Abandons the open attempt and starts another exam. */
export const replaceButton = componentId(
  "exams.replace",
  z.tuple([attemptId, slug, z.enum(["normal", "extra"]), step]),
);

export const reportButton = componentId("exams.report", z.tuple([attemptId]));
export const missedButton = componentId("exams.missed", z.tuple([attemptId, page, z.enum(["open", "back", "next"])]));
/** Opens the report of an earlier attempt. */
export const historySelect = componentId("exams.history", z.tuple([]));
export const addToReviewButton = componentId("exams.add-to-review", z.tuple([attemptId]));
export const shareButton = componentId("exams.share", z.tuple([attemptId]));
