import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";

export const careerSelect = componentId("career.choose", z.tuple([]));
