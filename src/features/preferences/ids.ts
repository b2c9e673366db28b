import { z } from "zod";
import { componentId } from "../../platform/discord/component-id.ts";

export const languageSelect = componentId("preferences.languages", z.tuple([]));
