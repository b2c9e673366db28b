import {
  type APIModalSubmission,
  ComponentType,
  type APIModalInteractionResponseCallbackData as Modal,
} from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../server/validation/form.ts";
import { Unsendable } from "./options.ts";

/** What a person enters into a modal, in the shape in which the bot gets it: the modal's own, with values. */

export type ModalInput = { customId: string; value?: string | undefined; values?: string[] | undefined };

/** An input, seen as far as these rules need. */
type Input = {
  type: number;
  id?: number;
  custom_id: string;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  min_values?: number;
  max_values?: number;
  options?: { value: string }[];
};

const submission = typed<APIModalSubmission>(z.object({}).loose());

export function answerModal(modal: Modal, inputs: readonly ModalInput[]): APIModalSubmission {
  const given = new Map(inputs.map((input) => [input.customId, input]));
  const components = modal.components.map((part) => {
    const base = { type: part.type, id: part.id };
    if (part.type === ComponentType.TextDisplay) return base;
    if (part.type === ComponentType.Label) return { ...base, component: answerInput(part.component, given) };
    return { ...base, components: part.components.map((input) => answerInput(input, given)) };
  });
  const unknown = [...given.keys()][0];
  if (unknown !== undefined) throw new Unsendable(`The modal has no input "${unknown}"`);
  return submission.parse({ custom_id: modal.custom_id, components });
}

function answerInput(input: Input, given: Map<string, ModalInput>): object {
  const { type, id, custom_id } = input;
  const answer = given.get(custom_id);
  given.delete(custom_id);
  const base = { type, id, custom_id };
  switch (type) {
    case ComponentType.TextInput:
      return { ...base, value: textFor(input, answer?.value ?? "") };
    case ComponentType.RadioGroup:
      return { ...base, value: chosen(input, onlyValue(answer), 1)[0] ?? null };
    case ComponentType.Checkbox:
      return { ...base, value: answer?.value === "true" };
    default:
      return {
        ...base,
        values: chosen(
          input,
          answer?.values ?? onlyValue(answer),
          input.max_values ?? (input.type === ComponentType.CheckboxGroup ? 10 : 1),
        ),
      };
  }
}

function onlyValue(answer: ModalInput | undefined): string[] {
  if (answer?.values !== undefined) return answer.values;
  return answer?.value === undefined || answer.value === "" ? [] : [answer.value];
}

function textFor({ custom_id, required, min_length = 0, max_length = 4000 }: Input, value: string): string {
  if (value === "" && required === false) return value;
  const least = Math.max(min_length, 1);
  if (value.length < least || value.length > max_length)
    throw new Unsendable(`"${custom_id}" must have ${least} to ${max_length} characters`);
  return value;
}

function chosen({ custom_id, required, options, min_values = 1 }: Input, values: string[], most: number): string[] {
  const least = required === false ? 0 : min_values;
  if (values.length < least || values.length > most)
    throw new Unsendable(`"${custom_id}" takes ${least} to ${most} values`);
  const unknown = values.find((value) => options !== undefined && !options.some((option) => option.value === value));
  if (unknown !== undefined) throw new Unsendable(`"${unknown}" is not a choice of "${custom_id}"`);
  return values;
}
