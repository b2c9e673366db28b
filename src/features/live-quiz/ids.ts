import { z } from "zod";
import { componentId, token, wholeNumber } from "../../platform/discord/component-id.ts";
import { optionId } from "../questions/ids.ts";
import { LIVE_CONTROLS } from "./rules.ts";

const quizId = token;
const round = wholeNumber;
/** Index of the round, or -1 for the lobby. */
const roundOrLobby = z
  .string()
  .regex(/^(-1|\d{1,4})$/)
  .transform(Number);

export const joinButton = componentId("live-quiz.join", z.tuple([quizId]));
export const answerButton = componentId("live-quiz.answer", z.tuple([quizId, round, optionId]));
export const answerSelect = componentId("live-quiz.choose", z.tuple([quizId, round]));
/** A control for moderators. */
export const controlButton = componentId("live-quiz.control", z.tuple([quizId, roundOrLobby, z.enum(LIVE_CONTROLS)]));
export const myScoreButton = componentId("live-quiz.my-score", z.tuple([quizId, z.enum(["round", "end"])]));
