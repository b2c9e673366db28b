import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";

export const questionId = z.string().regex(/^[a-z0-9.-]{1,60}$/);
export const optionId = z.string().regex(/^[a-z0-9-]{1,32}$/);

export const reportButton = componentId("questions.report", z.tuple([questionId]));
export const reportReasonModal = componentId("questions.report-reason", z.tuple([questionId]));
