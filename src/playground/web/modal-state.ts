import type {
  APIComponentInLabel,
  APIModalInteractionResponseCallbackComponent,
  APIModalInteractionResponseCallbackData,
} from "discord-api-types/v10";
import type { ModalValue } from "../server/page/frames.ts";
import { COMPONENT } from "./kinds.ts";
import type { ModalEntry, OpenModal } from "./state.ts";

export type ModalInput = APIComponentInLabel;

export function openModal(
  interactionId: string,
  channelId: string,
  modal: APIModalInteractionResponseCallbackData,
): OpenModal {
  const entries = new Map(inputsOf(modal).map((input) => [input.custom_id, firstEntry(input)]));
  return { interactionId, channelId, modal, entries, files: new Map(), wrong: new Map() };
}

/** Every input of a modal, whether it stands in a label or, as in old modals, in a row. */
export function inputsOf(modal: APIModalInteractionResponseCallbackData): ModalInput[] {
  return modal.components.flatMap(inputsIn);
}

function inputsIn(component: APIModalInteractionResponseCallbackComponent): ModalInput[] {
  switch (component.type) {
    case COMPONENT.label:
      return [component.component];
    case COMPONENT.row:
      return component.components.flatMap((inner) => (inner.type === COMPONENT.textInput ? [inner] : []));
    default:
      return [];
  }
}

function firstEntry(input: ModalInput): ModalEntry {
  switch (input.type) {
    case COMPONENT.textInput:
      return input.value ?? "";
    case COMPONENT.radioGroup:
      return input.options.find((option) => option.default)?.value ?? "";
    case COMPONENT.checkbox:
      return input.default ?? false;
    case COMPONENT.stringSelect:
    case COMPONENT.checkboxGroup:
      return input.options.filter((option) => option.default).map(({ value }) => value);
    case COMPONENT.fileUpload:
      return [];
    default:
      return (input.default_values ?? []).map(({ id }) => id);
  }
}

/** What is wrong with what was entered, by custom id, in Discord's words. */
export function wrongEntries({ modal, entries }: OpenModal): Map<string, string> {
  const wrong = new Map<string, string>();
  for (const input of inputsOf(modal)) {
    const why = whyWrong(input, entries.get(input.custom_id) ?? "");
    if (why !== undefined) wrong.set(input.custom_id, why);
  }
  return wrong;
}

const REQUIRED = "This field is required.";

function whyWrong(input: ModalInput, entry: ModalEntry): string | undefined {
  if (typeof entry === "string") return whyWrongText(input, entry);
  if (typeof entry === "boolean") return undefined;
  const isRequired = !("required" in input) || input.required !== false;
  if (entry.length === 0) return isRequired ? REQUIRED : undefined;
  const least = "min_values" in input ? (input.min_values ?? 1) : 1;
  const most = "max_values" in input ? input.max_values : undefined;
  if (entry.length < least) return `Choose at least ${least}.`;
  if (most !== undefined && entry.length > most) return `Choose at most ${most}.`;
  return undefined;
}

function whyWrongText(input: ModalInput, entry: string): string | undefined {
  const isRequired = !("required" in input) || input.required !== false;
  if (entry.trim() === "") return isRequired ? REQUIRED : undefined;
  if (input.type !== COMPONENT.textInput) return undefined;
  if (input.min_length !== undefined && entry.length < input.min_length)
    return `Must be ${input.min_length} or more in length.`;
  if (input.max_length !== undefined && entry.length > input.max_length)
    return `Must be ${input.max_length} or fewer in length.`;
  return undefined;
}

export function modalValues({ modal, entries }: OpenModal): ModalValue[] {
  return inputsOf(modal).map((input): ModalValue => {
    const entry = entries.get(input.custom_id) ?? "";
    const base = { customId: input.custom_id, type: input.type };
    return Array.isArray(entry) ? { ...base, values: entry } : { ...base, value: String(entry) };
  });
}
