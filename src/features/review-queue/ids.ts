import { z } from "zod";
import { componentId, token, wholeNumber } from "../../platform/discord/component-id.ts";
import { formHead } from "../suggestions/ids.ts";

const itemId = token;
/** A decision counts only for the edition that the moderator saw. */
const edition = wholeNumber;

export const openItemButton = componentId("review-queue.open", z.tuple([itemId]));
export const turnButton = componentId("review-queue.turn", z.tuple([itemId, z.enum(["back", "next"])]));
export const approveButton = componentId("review-queue.approve", z.tuple([itemId, edition]));
export const editButton = componentId("review-queue.edit", z.tuple([itemId, edition]));
export const editModal = componentId("review-queue.edited", z.tuple([itemId, edition, ...formHead]));
export const topicSelect = componentId("review-queue.topic", z.tuple([itemId, edition]));
export const difficultySelect = componentId("review-queue.difficulty", z.tuple([itemId, edition]));
export const denyButton = componentId("review-queue.deny", z.tuple([itemId, edition]));
export const denialModal = componentId("review-queue.denied", z.tuple([itemId, edition]));
export const dismissButton = componentId("review-queue.dismiss", z.tuple([itemId, edition]));
export const retireButton = componentId("review-queue.retire", z.tuple([itemId, edition]));
