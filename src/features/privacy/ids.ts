import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";

export const deleteButton = componentId("privacy.delete", z.tuple([z.enum(["confirm", "cancel"])]), { costly: true });
export const hideButton = componentId("privacy.hide", z.tuple([z.enum(["hide", "show"])]), { costly: true });
