import { z } from "zod";
import { componentId, token } from "../../platform/discord/component-id.ts";

const importId = token;

export const confirmButton = componentId("imports.confirm", z.tuple([importId]), { costly: true });
export const cancelButton = componentId("imports.cancel", z.tuple([importId]));
