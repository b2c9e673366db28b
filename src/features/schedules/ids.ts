import { z } from "zod";
import { componentId, slug, wholeNumber } from "../../platform/discord/component-id.ts";

const scheduleId = slug;
/** Distinguishes a schedule from an earlier one with the same name. */
const serial = wholeNumber;

export const postNowButton = componentId("schedules.post-now", z.tuple([scheduleId]), { costly: true });
export const previewButton = componentId("schedules.preview", z.tuple([scheduleId]));
export const removeButton = componentId("schedules.remove", z.tuple([scheduleId, serial]));
export const keepButton = componentId("schedules.keep", z.tuple([scheduleId]));
/** Part of the warning that a schedule was paused automatically. */
export const resumeButton = componentId("schedules.resume", z.tuple([scheduleId, serial]));
export const moveSelect = componentId("schedules.move", z.tuple([scheduleId, serial]));
