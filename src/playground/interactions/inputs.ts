import {
  type APIMessage,
  type APIModalSubmission,
  ComponentType,
  type APIModalInteractionResponseCallbackData as Modal,
} from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../typed.ts";
import { ClientError } from "./types.ts";

/** The fields of a button, select or modal input that matter here. */
type Input = {
  type: ComponentType;
  id?: number;
  custom_id: string;
  disabled?: boolean;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  min_values?: number;
  max_values?: number;
  options?: { value: string }[];
  channel_types?: number[];
};

/** Returns the component to interact with. Throws if Discord's client wouldn't let the user. */
export function findComponent(message: APIMessage, customId: string, values: readonly string[]): Input {
  const component = search(message.components ?? [], customId);
  if (component === undefined) throw new ClientError(`This message has no component "${customId}".`);
  if (component.disabled === true) throw new ClientError("This component is disabled.");
  if (component.type !== ComponentType.Button) validValues(component, values, component.max_values ?? 1);
  return component;
}

function search(parts: readonly object[], customId: string): Input | undefined {
  for (const part of parts) {
    if (isInteractive(part) && part.custom_id === customId) return part;
    const found = search(childrenOf(part), customId);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(part: object): object[] {
  const nested = "components" in part && Array.isArray(part.components) ? part.components : [];
  const accessory =
    "accessory" in part && typeof part.accessory === "object" && part.accessory !== null ? [part.accessory] : [];
  return [...nested, ...accessory];
}

function isInteractive(part: object): part is Input {
  return "custom_id" in part && typeof part.custom_id === "string";
}

export type ModalInput = { customId: string; value?: string | undefined; values?: string[] | undefined };

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
      return { ...base, value: validValues(input, valuesOf(entry), 1)[0] ?? null };
    case ComponentType.Checkbox:
      return { ...base, value: entry?.value === "true" };
    default: {
      const { max_values: maximum = type === ComponentType.CheckboxGroup ? 10 : 1 } = input;
      return { ...base, values: validValues(input, valuesOf(entry), maximum) };
    }
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

function validValues<T extends readonly string[]>(input: Input, values: T, maximum: number): T {
  const { custom_id, required, options, min_values = 1 } = input;
  const minimum = required === false ? 0 : min_values;
  if (values.length < minimum || values.length > maximum)
    throw new ClientError(`"${custom_id}" takes ${minimum} to ${maximum} values`);
  if (new Set(values).size !== values.length) throw new ClientError(`"${custom_id}" takes each value only once`);
  const unknown = values.find((value) => options !== undefined && !options.some((option) => option.value === value));
  if (unknown !== undefined) throw new ClientError(`"${unknown}" isn't a choice of "${custom_id}"`);
  return values;
}
