import { z } from "zod";
import { componentId, wholeNumber } from "../../platform/discord/component-id.ts";

/** The page to show and the button's name. The name keeps ids unique when two buttons open the same page. */
export const auditLogButton = componentId("audit-log.page", z.tuple([wholeNumber, z.enum(["open", "newer", "older"])]));
