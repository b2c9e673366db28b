import {
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  ComponentType,
} from "discord-api-types/v10";
import { shuffled } from "../control/random.ts";
import type { InteractionResult, ShownModal, SimulatedUser } from "../control/simulated-user.ts";
import { customIdsIn, isCorrectAnswer, selectIn } from "./rootine.ts";

/** What the group has found out about a question. Members who know the answer look it up here. */
export type Findings = {
  /** The button of the correct option. */
  button?: string;
  /** The correct values of a select. */
  values?: string[];
  /** The correct inputs of a modal. */
  inputs?: ModalInputs;
  /** The reply to a wrong answer in a modal, which explains the correct one. */
  explanation?: string;
  /** Texts from the explanation, and values of a select, that weren't the answer. */
  rejected: string[];
};

type ModalInputs = Record<string, string | string[]>;

export function isSolved({ button, values, inputs }: Findings): boolean {
  return [button, values, inputs].some((found) => found !== undefined);
}

type Answer = { user: SimulatedUser; question: APIMessage; findings: Findings; knows: boolean; random: () => number };

/** Answers a question with its buttons, select or modal: correctly if the user knows how, otherwise by guessing. */
export async function answerQuestion(answer: Answer): Promise<void> {
  const { user, question, findings, knows, random } = answer;
  const select = selectIn(question);
  if (select !== undefined) {
    const values = (knows ? findings.values : undefined) ?? guessValues(select, findings.rejected, random);
    if (isCorrect(await user.select(question, select.custom_id, values))) findings.values = values;
    else findings.rejected.push(setOf(values));
    return;
  }
  const others = customIdsIn(question).filter((id) => id !== findings.button);
  const guess = shuffled(others, random)[0];
  const button = knows ? (findings.button ?? guess) : (guess ?? findings.button);
  if (button === undefined) return;
  const result = await user.click(question, button);
  if (result.modal !== undefined) await answerModal(answer, result.modal);
  else if (isCorrect(result)) findings.button = button;
}

/** Picks random values, and avoids those that were wrong if possible. */
function guessValues(
  { options, min_values: count = 1 }: APIStringSelectComponent,
  rejected: readonly string[],
  random: () => number,
): string[] {
  const guess = () =>
    shuffled(
      options.map(({ value }) => value),
      random,
    ).slice(0, count);
  const guesses = Array.from({ length: MAX_GUESSES }, guess);
  return guesses.find((values) => !rejected.includes(setOf(values))) ?? guess();
}

const MAX_GUESSES = 30;

function setOf(values: readonly string[]): string {
  return values.toSorted().join(" ");
}

async function answerModal({ user, findings, knows, random }: Answer, modal: ShownModal): Promise<void> {
  const explanation = knows ? findings.explanation : undefined;
  const inputs = (knows ? findings.inputs : undefined) ?? fillIn(modal, explanation, findings.rejected, random);
  const result = await user.submitModal(modal, inputs);
  if (isCorrect(result)) findings.inputs = inputs;
  else {
    findings.explanation ??= JSON.stringify(result.message?.components ?? []);
    findings.rejected.push(...Object.values(inputs).flat());
  }
}

/** Enters what the explanation suggests or, without one, a guess. No two selects get the same value. */
function fillIn(
  { components }: APIModalInteractionResponseCallbackData,
  explanation: string | undefined,
  rejected: readonly string[],
  random: () => number,
): ModalInputs {
  const inputs: ModalInputs = {};
  const used = new Set<string>();
  const emphasized = [...(explanation ?? "").matchAll(/\*\*([^*]+)\*\*/g)].flatMap(([, text]) => text ?? []);
  const text = emphasized.find((one) => !rejected.includes(one)) ?? String(Math.round(random() * 10));
  // An explanation ends with the steps in the right order.
  const plainText = (explanation ?? "").replace(/[`*]/g, "");
  for (const part of components) {
    if (part.type !== ComponentType.Label) continue;
    const { component } = part;
    if (component.type === ComponentType.TextInput) inputs[component.custom_id] = text;
    if (component.type !== ComponentType.StringSelect) continue;
    const [value = ""] = shuffled(component.options, random)
      .sort((a, b) => plainText.lastIndexOf(a.label) - plainText.lastIndexOf(b.label))
      .map((option) => option.value)
      .filter((option) => !used.has(option));
    used.add(value);
    inputs[component.custom_id] = [value];
  }
  return inputs;
}

function isCorrect({ message }: InteractionResult): boolean {
  return message !== undefined && isCorrectAnswer(message);
}
