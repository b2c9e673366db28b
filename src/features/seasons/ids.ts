import { z } from "zod";
import { componentId, wholeNumber } from "../../platform/discord/component-id.ts";

export const hallOfFameButton = componentId("seasons.hall-of-fame", z.tuple([]));
export const closeSeasonButton = componentId(
  "seasons.close",
  z.tuple([wholeNumber, z.enum(["ask", "confirm", "cancel"])]),
);
