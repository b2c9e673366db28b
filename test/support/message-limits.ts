import { expect } from "vitest";
import type { Card } from "../../src/platform/discord/components.ts";
import { textOf } from "./messages.ts";

/** Discord's limits per message: characters of all text, and components at every depth. */
export function expectToFit(card: Card): void {
  expect(textOf(card).length).toBeLessThanOrEqual(4_000);
  expect(JSON.stringify(card.components).match(/"type":/g)?.length).toBeLessThanOrEqual(40);
}
