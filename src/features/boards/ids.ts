import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";
import { TOPICS } from "../questions/topic-rules.ts";
import { PERIODS } from "./period-rules.ts";

const period = z.enum(PERIODS);
const topic = z.enum([...TOPICS, "any"]);
const page = z.union([z.literal("mine"), z.coerce.number().int().min(1)]);

/** Shows a page in place. Two buttons of one message may lead to the same page, so the last part tells them apart. */
export const boardPageButton = componentId("boards.page", z.tuple([period, topic, page, z.enum(["turn", "period"])]));
/** Opens a board under any message, for the member who clicked. */
export const openBoardButton = componentId("boards.open", z.tuple([period]));
