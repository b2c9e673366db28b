import { z } from "zod";
import { componentId, token, wholeNumber } from "../../platform/discord/component-id.ts";
import { formHead } from "../suggestions/ids.ts";

const itemId = token;
const version = wholeNumber;

export const openItemButton = componentId("review-queue.open", z.tuple([itemId]));
export const pageButton = componentId("review-queue.page", z.tuple([itemId, z.enum(["back", "next"])]));
export const approveButton = componentId("review-queue.approve", z.tuple([itemId, version]));
export const editButton = componentId("review-queue.edit", z.tuple([itemId, version]));
export const editModal = componentId("review-queue.edited", z.tuple([itemId, version, ...formHead]));
export const topicSelect = componentId("review-queue.topic", z.tuple([itemId, version]));
export const difficultySelect = componentId("review-queue.difficulty", z.tuple([itemId, version]));
export const denyButton = componentId("review-queue.deny", z.tuple([itemId, version]));
export const denialModal = componentId("review-queue.denied", z.tuple([itemId, version]));
export const dismissButton = componentId("review-queue.dismiss", z.tuple([itemId, version]));
export const retireButton = componentId("review-queue.retire", z.tuple([itemId, version]));
