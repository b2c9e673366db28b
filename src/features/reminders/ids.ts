import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";

export const turnOffButton = componentId("reminders.turn-off", z.tuple([]));
