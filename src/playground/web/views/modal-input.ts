import type {
  APICheckboxGroupComponent,
  APIFileUploadComponent,
  APIRadioGroupComponent,
  APITextInputComponent,
} from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { firstChosen, itemsOf, placeholderOf } from "../choices.ts";
import { COMPONENT, PARAGRAPH_INPUT } from "../kinds.ts";
import type { ModalInput } from "../modal-state.ts";
import type { ModalEntry, OpenModal, Page } from "../state.ts";
import { chooseFile } from "../upload.ts";
import { fileIcon } from "./icons.ts";
import { select } from "./select.ts";

export type Labelled<Input extends ModalInput = ModalInput> = { input: Input; label: string; description: string };

/** One input of a modal with its label, its description and what is wrong with it. */
export function modalInput(page: Page, modal: OpenModal, field: Labelled): TemplateResult {
  const { input, label, description } = field;
  const id = `input-${input.custom_id}`;
  const wrong = modal.wrong.get(input.custom_id);
  const isRequired = input.type !== COMPONENT.checkbox && (!("required" in input) || input.required !== false);
  const isGroup = input.type === COMPONENT.radioGroup || input.type === COMPONENT.checkboxGroup;
  const star = isRequired ? html`<span class="star" aria-hidden="true"> *</span>` : nothing;
  return html`<div class="field" role=${isGroup ? (input.type === COMPONENT.radioGroup ? "radiogroup" : "group") : nothing}
    aria-labelledby=${isGroup ? `${id}-label` : nothing}>
    ${isGroup ? html`<span class="field-label" id=${`${id}-label`}>${label}${star}</span>` : html`<label class="field-label" id=${`${id}-label`} for=${id}>${label}${star}</label>`}
    ${description ? html`<p class="field-note" id=${`${id}-note`}>${description}</p>` : nothing}
    ${control(page, modal, field, id)}
    ${wrong === undefined ? nothing : html`<p class="field-wrong" id=${`${id}-wrong`}>${wrong}</p>`}
  </div>`;
}

function control(page: Page, modal: OpenModal, { input, label, description }: Labelled, id: string): TemplateResult {
  const enter = (entry: ModalEntry) => {
    modal.entries.set(input.custom_id, entry);
    modal.wrong.delete(input.custom_id);
    page.changed();
  };
  const entry = modal.entries.get(input.custom_id) ?? "";
  switch (input.type) {
    case COMPONENT.textInput:
      return textInput(modal, input, id, description, enter);
    case COMPONENT.radioGroup:
      return radioGroup(input, entry, id, enter);
    case COMPONENT.checkboxGroup:
      return checkboxGroup(input, Array.isArray(entry) ? entry : [], id, enter);
    case COMPONENT.checkbox:
      return html`<label class="choice"><input id=${id} type="checkbox" .checked=${entry === true}
        @change=${(event: Event) => enter(isChecked(event))} /><span>Yes</span></label>`;
    case COMPONENT.fileUpload:
      return fileInput(page, modal, input, id, enter);
    default:
      return select(page, {
        key: `modal ${input.custom_id}`,
        label,
        placeholder: placeholderOf(input),
        items: itemsOf(page.state, input),
        chosen: Array.isArray(entry) ? entry : firstChosen(input),
        least: input.required === false ? 0 : (input.min_values ?? 1),
        most: input.max_values ?? 1,
        isDisabled: false,
        isWaiting: false,
        describedBy: `${id}-note ${id}-wrong`,
        commit: enter,
      });
  }
}

type Enter = (entry: ModalEntry) => void;

function textInput(
  modal: OpenModal,
  input: APITextInputComponent,
  id: string,
  note: string,
  enter: Enter,
): TemplateResult {
  const entry = modal.entries.get(input.custom_id);
  const value = typeof entry === "string" ? entry : "";
  const typed = (event: Event) => {
    const { target } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) enter(target.value);
  };
  const isWrong = modal.wrong.has(input.custom_id);
  const describedBy = [note ? `${id}-note` : "", isWrong ? `${id}-wrong` : ""].join(" ").trim() || nothing;
  const most = input.max_length ?? 4000;
  const isNear = value.length > most * 0.8 && input.max_length !== undefined;
  const counter = isNear ? html`<span class="counter">${most - value.length} left</span>` : nothing;
  if (input.style === PARAGRAPH_INPUT)
    return html`<textarea id=${id} class="text-input" rows="4" maxlength=${most} placeholder=${input.placeholder ?? ""} aria-invalid=${isWrong}
      aria-describedby=${describedBy} aria-required=${input.required !== false} .value=${value} @input=${typed}></textarea>${counter}`;
  return html`<input id=${id} class="text-input" type="text" maxlength=${most} placeholder=${input.placeholder ?? ""} aria-invalid=${isWrong}
    autocomplete="off" aria-describedby=${describedBy} aria-required=${input.required !== false} .value=${value} @input=${typed} />${counter}`;
}

function radioGroup(input: APIRadioGroupComponent, entry: ModalEntry, id: string, enter: Enter): TemplateResult {
  return html`${input.options.map(
    ({
      value,
      label,
      description,
    }) => html`<label class="choice"><input type="radio" name=${id} .checked=${entry === value}
      @change=${() => enter(value)} /><span>${label}${note(description)}</span></label>`,
  )}`;
}

function checkboxGroup(input: APICheckboxGroupComponent, chosen: string[], id: string, enter: Enter): TemplateResult {
  const most = input.max_values ?? input.options.length;
  const toggle = (value: string, isOn: boolean) =>
    enter(
      input.options.map((option) => option.value).filter((other) => (other === value ? isOn : chosen.includes(other))),
    );
  return html`${input.options.map(({ value, label, description }) => {
    const isOn = chosen.includes(value);
    return html`<label class="choice"><input type="checkbox" name=${id} .checked=${isOn} ?disabled=${!isOn && chosen.length >= most}
      @change=${(event: Event) => toggle(value, isChecked(event))} /><span>${label}${note(description)}</span></label>`;
  })}`;
}

function fileInput(
  page: Page,
  modal: OpenModal,
  input: APIFileUploadComponent,
  id: string,
  enter: Enter,
): TemplateResult {
  // Looked up anew: a file may have come while another was on its way.
  const chosen = (): string[] => {
    const entry = modal.entries.get(input.custom_id);
    return Array.isArray(entry) ? entry : [];
  };
  const choose = () =>
    chooseFile(page, {
      taken(file) {
        modal.files.set(file.id, file.filename);
        enter([...chosen(), file.id]);
      },
      refused: (why) => modal.wrong.set(input.custom_id, why),
    });
  const file = (fileId: string) => {
    const name = modal.files.get(fileId) ?? "";
    return html`<p class="file">${fileIcon}${name}<button type="button" class="icon-button" aria-label=${`Remove ${name}`}
      @click=${() => enter(chosen().filter((other) => other !== fileId))}>✕</button></p>`;
  };
  return html`${chosen().map(file)}<button id=${id} type="button" class="button secondary" aria-labelledby=${`${id}-label ${id}`}
    aria-describedby=${`${id}-note ${id}-wrong`} ?disabled=${chosen().length >= (input.max_values ?? 1)} @click=${choose}>Choose a file…</button>`;
}

function note(description: string | undefined): TemplateResult | typeof nothing {
  return description ? html`<span class="choice-note">${description}</span>` : nothing;
}

function isChecked({ target }: Event): boolean {
  return target instanceof HTMLInputElement && target.checked;
}
