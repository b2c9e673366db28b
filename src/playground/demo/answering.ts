import { type APIMessage, type APIModalInteractionResponseCallbackData, ComponentType } from "discord-api-types/v10";
import { shuffled } from "../draw.ts";
import type { Actor } from "../person.ts";
import { customIdsIn, selectIn } from "./reading.ts";

/** How somebody answers a question of which they know nothing but what can be seen: its buttons, select or modal. */

/** The button that was found to be right, once one was: who knows the matter presses it. */
export type Key = { button?: string };

/** `draw` gives numbers from 0 to 1. Whether it was right is what the bot's own private reply says. */
export async function answerQuestion(
  person: Actor,
  question: APIMessage,
  key: Key,
  knows: boolean,
  draw: () => number,
): Promise<void> {
  const select = selectIn(question);
  if (select !== undefined) {
    const values = shuffled(
      select.options.map(({ value }) => value),
      draw,
    );
    await person.select(question, select.custom_id, values.slice(0, select.min_values ?? 1));
    return;
  }
  const buttons = customIdsIn(question);
  const guess = shuffled(
    buttons.filter((id) => id !== key.button),
    draw,
  )[0];
  const pressed = knows ? (key.button ?? guess) : (guess ?? key.button);
  if (pressed === undefined) return;
  const seen = await person.click(question, pressed);
  if (seen.modal !== undefined) await person.submitModal(seen.modal, fillIn(seen.modal, draw));
  else if (/✓/.test(JSON.stringify(seen.message?.components ?? []))) key.button = pressed;
}

/** A guess for every input: a number reads as a word too, and of what is chosen nothing twice. */
function fillIn(
  { components }: APIModalInteractionResponseCallbackData,
  draw: () => number,
): Record<string, string | string[]> {
  const filled: Record<string, string | string[]> = {};
  const taken = new Set<string>();
  for (const part of components) {
    if (part.type !== ComponentType.Label) continue;
    const { component } = part;
    if (component.type === ComponentType.TextInput) filled[component.custom_id] = String(Math.round(draw() * 10));
    if (component.type !== ComponentType.StringSelect) continue;
    const free = component.options.map(({ value }) => value).filter((value) => !taken.has(value));
    const [value = ""] = shuffled(free, draw);
    taken.add(value);
    filled[component.custom_id] = [value];
  }
  return filled;
}
