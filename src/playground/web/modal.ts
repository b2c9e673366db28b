import type {
  APIComponentInLabel,
  APIModalInteractionResponseCallbackComponent,
  APIModalInteractionResponseCallbackData,
} from "discord-api-types/v10";
import type { ModalValue } from "../server/page/protocol.ts";
import { COMPONENT } from "./enums.ts";
import { startInteraction } from "./interactions.ts";
import { type App, type ModalEntry, newNonce, type OpenModal } from "./state.ts";

export type ModalInput = APIComponentInLabel;

export function openModal(
  interactionId: string,
  channelId: string,
  modal: APIModalInteractionResponseCallbackData,
): OpenModal {
  const entries = new Map(inputsOf(modal).map((input) => [input.custom_id, defaultEntry(input)]));
  return { interactionId, channelId, modal, entries, fileNames: new Map(), errors: new Map() };
}

export function closeModal(app: App): void {
  app.state.modal = undefined;
  app.update();
}

export function submitModal(app: App): void {
  const { modal } = app.state;
  if (!modal || modal.submittedAs !== undefined) return;
  modal.errors = validate(modal);
  delete modal.failure;
  if (modal.errors.size === 0) {
    const nonce = newNonce();
    const { interactionId, channelId } = modal;
    modal.submittedAs = nonce;
    const frame = { type: "modal-submit" as const, nonce, channelId, interactionId, inputs: modalValues(modal) };
    startInteraction(app, { kind: "modal" }, frame);
  }
  app.update();
}

/** Every input, in a label or, in older modals, in an action row. */
function inputsOf({ components }: APIModalInteractionResponseCallbackData): ModalInput[] {
  return components.flatMap(inputsIn);
}

function inputsIn(component: APIModalInteractionResponseCallbackComponent): ModalInput[] {
  switch (component.type) {
    case COMPONENT.label:
      return [component.component];
    case COMPONENT.row:
      return component.components.flatMap((input) => (input.type === COMPONENT.textInput ? [input] : []));
    default:
      return [];
  }
}

function defaultEntry(input: ModalInput): ModalEntry {
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

/** Errors by custom id, in Discord's words. */
function validate({ modal, entries }: OpenModal): Map<string, string> {
  const errors = new Map<string, string>();
  for (const input of inputsOf(modal)) {
    const error = validateEntry(input, entries.get(input.custom_id) ?? "");
    if (error !== undefined) errors.set(input.custom_id, error);
  }
  return errors;
}

export function isRequired(input: ModalInput): boolean {
  return input.type !== COMPONENT.checkbox && input.required !== false;
}

function validateEntry(input: ModalInput, entry: ModalEntry): string | undefined {
  if (typeof entry === "boolean") return undefined;
  if (entry.length === 0 || String(entry).trim() === "")
    return isRequired(input) ? "This field is required." : undefined;
  return typeof entry === "string" ? validateText(input, entry) : validateCount(input, entry.length);
}

function validateCount(input: ModalInput, count: number): string | undefined {
  const min = "min_values" in input ? (input.min_values ?? 1) : 1;
  const max = "max_values" in input ? input.max_values : undefined;
  if (count < min) return `Choose at least ${min}.`;
  return max !== undefined && count > max ? `Choose at most ${max}.` : undefined;
}

function validateText(input: ModalInput, text: string): string | undefined {
  if (input.type !== COMPONENT.textInput) return undefined;
  const { min_length: min = 0, max_length: max = Number.POSITIVE_INFINITY } = input;
  if (text.length < min) return `Must be ${min} or more in length.`;
  return text.length > max ? `Must be ${max} or fewer in length.` : undefined;
}

function modalValues({ modal, entries }: OpenModal): ModalValue[] {
  return inputsOf(modal).map(({ custom_id: customId }) => {
    const entry = entries.get(customId) ?? "";
    return Array.isArray(entry) ? { customId, values: entry } : { customId, value: String(entry) };
  });
}
