import { z } from "zod";
import { componentId, wholeNumber } from "../../platform/discord/component-id.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import { PERIODS } from "./calendar-rules.ts";

const period = z.enum(PERIODS);
const topic = z.enum([...TOPICS, "any"]);
const pageNumber = z
  .string()
  .regex(/^[1-9]\d{0,6}$/)
  .transform(Number);
const page = z.union([z.literal("own"), pageNumber]);

/** Shows another page in place. The last part keeps ids unique when two buttons of a message open the same page. */
export const boardPageButton = componentId("boards.page", z.tuple([period, topic, page, z.enum(["turn", "period"])]));
/** Opens a leaderboard privately for the member who clicked. */
export const openBoardButton = componentId("boards.open", z.tuple([period]));
export const hallOfFameButton = componentId("boards.hall-of-fame", z.tuple([]));
export const closeSeasonButton = componentId(
  "boards.close-season",
  z.tuple([wholeNumber, z.enum(["ask", "confirm", "cancel"])]),
);
