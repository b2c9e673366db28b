import { z } from "zod";
import { componentId, token, wholeNumber } from "../../platform/discord/component-id.ts";
import { optionId } from "../questions/ids.ts";

const quizId = token;
const position = wholeNumber;
/** Identifies the displayed question, so a click can't answer another one. */
const tag = z.string().regex(/^[a-z0-9]{1,5}$/);

export const answerButton = componentId("quiz.answer", z.tuple([quizId, position, tag, optionId]));
export const answerSelect = componentId("quiz.choose", z.tuple([quizId, position, tag]));
export const typeAnswerButton = componentId("quiz.type", z.tuple([quizId, position, tag]));
export const typedAnswerModal = componentId("quiz.typed", z.tuple([quizId, position, tag]));
export const nextButton = componentId("quiz.next", z.tuple([quizId]));
export const endButton = componentId("quiz.end", z.tuple([quizId]));
export const retryButton = componentId("quiz.retry", z.tuple([quizId]));
