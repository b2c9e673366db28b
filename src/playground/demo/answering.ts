import { type APIMessage, type APIModalInteractionResponseCallbackData, ComponentType } from "discord-api-types/v10";
import { shuffled } from "../control/random.ts";
import type { InteractionResult, SimulatedUser } from "../control/simulated-user.ts";
import { customIdsIn, selectIn } from "./reading.ts";

/** How somebody answers a question of which they know nothing but what can be seen: its buttons, select or modal. */

/**
 * What was found out of a question: who knows the matter makes use of it. `button` and `values`: those that proved right.
 * `told`: what the bot said to the first who typed or ordered something else, and in it what would have been right.
 */
export type Key = { button?: string; values?: string[]; told?: string };

export function isFound(key: Key): boolean {
  return Object.keys(key).length > 0;
}

/** `draw` gives numbers from 0 to 1. Whether it was right is what the bot's own private reply says. */
export async function answerQuestion(
  person: SimulatedUser,
  question: APIMessage,
  key: Key,
  knows: boolean,
  draw: () => number,
): Promise<void> {
  const select = selectIn(question);
  if (select !== undefined) {
    const guess = shuffled(
      select.options.map(({ value }) => value),
      draw,
    ).slice(0, select.min_values ?? 1);
    const values = knows ? (key.values ?? guess) : guess;
    if (isRight(await person.select(question, select.custom_id, values))) key.values = values;
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
  if (seen.modal === undefined) {
    if (isRight(seen)) key.button = pressed;
    return;
  }
  const answered = await person.submitModal(seen.modal, fillIn(seen.modal, draw, knows ? key.told : undefined));
  if (!isRight(answered)) key.told ??= saidIn(answered);
}

const saidIn = ({ message }: InteractionResult) => JSON.stringify(message?.components ?? []);
const isRight = (seen: InteractionResult) => saidIn(seen).includes("✓");

/** A guess for every input, or what was told: a number reads as a word too, and of what is chosen nothing twice. */
function fillIn(
  { components }: APIModalInteractionResponseCallbackData,
  draw: () => number,
  told: string | undefined,
): Record<string, string | string[]> {
  const filled: Record<string, string | string[]> = {};
  const taken = new Set<string>();
  // The verdict itself is bold too.
  const [, right = String(Math.round(draw() * 10))] = [...(told ?? "").matchAll(/\*\*([^*]+)\*\*/g)].map(
    ([, bold]) => bold,
  );
  // The right order is told after the one that was given.
  const plainly = (told ?? "").replace(/[`*]/g, "");
  for (const part of components) {
    if (part.type !== ComponentType.Label) continue;
    const { component } = part;
    if (component.type === ComponentType.TextInput) filled[component.custom_id] = right;
    if (component.type !== ComponentType.StringSelect) continue;
    const free = shuffled(component.options, draw)
      .sort((a, b) => plainly.lastIndexOf(a.label) - plainly.lastIndexOf(b.label))
      .map(({ value }) => value)
      .filter((value) => !taken.has(value));
    const [value = ""] = free;
    taken.add(value);
    filled[component.custom_id] = [value];
  }
  return filled;
}
