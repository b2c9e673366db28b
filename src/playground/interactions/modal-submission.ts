import {
  type APIModalSubmission,
  ComponentType,
  type APIModalInteractionResponseCallbackData as Modal,
} from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../typed.ts";
import { ClientError } from "./types.ts";

export type ModalInput = { customId: string; value?: string | undefined; values?: string[] | undefined };

/** The fields of any input that matter here. */
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

/** What the bot receives when a user submits a modal. */
export function submitModal(modal: Modal, inputs: readonly ModalInput[]): APIModalSubmission {
  const entered = new Map(inputs.map((input) => [input.customId, input]));
  const components = modal.components.map((part) => {
    const base = { type: part.type, id: part.id };
    if (part.type === ComponentType.TextDisplay) return base;
    if (part.type === ComponentType.Label) return { ...base, component: submitInput(part.component, entered) };
    return { ...base, components: part.components.map((input) => submitInput(input, entered)) };
  });
  const unknown = [...entered.keys()][0];
  if (unknown !== undefined) throw new ClientError(`The modal has no input "${unknown}"`);
  return submission.parse({ custom_id: modal.custom_id, components });
}

function submitInput(input: Input, entered: Map<string, ModalInput>): object {
  const { type, id, custom_id } = input;
  const entry = entered.get(custom_id);
  entered.delete(custom_id);
  const base = { type, id, custom_id };
  switch (type) {
    case ComponentType.TextInput:
      return { ...base, value: validText(input, entry?.value ?? "") };
    case ComponentType.RadioGroup:
      return { ...base, value: validChoice(input, valuesOf(entry), 1)[0] ?? null };
    case ComponentType.Checkbox:
      return { ...base, value: entry?.value === "true" };
    default:
      return {
        ...base,
        values: validChoice(
          input,
          entry?.values ?? valuesOf(entry),
          input.max_values ?? (input.type === ComponentType.CheckboxGroup ? 10 : 1),
        ),
      };
  }
}

function valuesOf(entry: ModalInput | undefined): string[] {
  if (entry?.values !== undefined) return entry.values;
  return entry?.value === undefined || entry.value === "" ? [] : [entry.value];
}

function validText({ custom_id, required, min_length = 0, max_length = 4000 }: Input, value: string): string {
  if (value === "" && required === false) return value;
  const minimum = Math.max(min_length, 1);
  if (value.length < minimum || value.length > max_length)
    throw new ClientError(`"${custom_id}" must have ${minimum} to ${max_length} characters`);
  return value;
}

function validChoice(
  { custom_id, required, options, min_values = 1 }: Input,
  values: string[],
  maximum: number,
): string[] {
  const minimum = required === false ? 0 : min_values;
  if (values.length < minimum || values.length > maximum)
    throw new ClientError(`"${custom_id}" takes ${minimum} to ${maximum} values`);
  const unknown = values.find((value) => options !== undefined && !options.some((option) => option.value === value));
  if (unknown !== undefined) throw new ClientError(`"${unknown}" isn't a choice of "${custom_id}"`);
  return values;
}
