import type {
  APICheckboxGroupComponent,
  APIFileUploadComponent,
  APIModalInteractionResponseCallbackComponent,
  APIRadioGroupComponent,
  APITextInputComponent,
} from "discord-api-types/v10";
import { html, nothing, type TemplateResult } from "lit-html";
import { chooseFile } from "../connection.ts";
import { COMPONENT, PARAGRAPH_INPUT } from "../enums.ts";
import { defaultSelection, displayName, placeholderOf, selectItems } from "../lookup.ts";
import { closeModal, isRequired, type ModalInput, submitModal } from "../modal.ts";
import type { App, ModalEntry, OpenModal } from "../state.ts";
import { botAvatar, fileIcon } from "./icons.ts";
import { markdown } from "./markdown.ts";
import { select } from "./select.ts";

type Content = TemplateResult | typeof nothing | string;

/** Always in the page, so the browser can return the focus when it closes. */
export function modalDialog(app: App): TemplateResult {
  const { modal } = app.state;
  return html`<dialog class="modal" aria-labelledby="modal-title" @close=${() => modal && closeModal(app)}>
    ${modal ? form(app, modal) : nothing}</dialog>`;
}

function form(app: App, modal: OpenModal): TemplateResult {
  const isSending = modal.submittedAs !== undefined;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    submitModal(app);
    focusFirstError(event.currentTarget);
  };
  return html`<form novalidate @submit=${onSubmit}>
    <div class="modal-head">${botAvatar("is-small")}<h2 id="modal-title">${modal.modal.title}</h2>
      <button type="button" class="icon-button" aria-label="Close" @click=${() => closeModal(app)}>✕</button></div>
    <div class="modal-body" tabindex="-1">
      ${warning(app)}
      ${modal.modal.components.map((component) => part(app, modal, component))}
    </div>
    ${modal.failure === undefined ? nothing : html`<p class="failure" role="alert">${modal.failure}</p>`}
    <div class="modal-foot"><button type="button" class="button secondary" @click=${() => closeModal(app)}>Cancel</button>
      <button type="submit" class="button primary" aria-busy=${isSending} aria-disabled=${isSending}
        >${isSending ? "Sending…" : "Submit"}</button></div>
  </form>`;
}

function focusFirstError(form: EventTarget | null): void {
  requestAnimationFrame(() => {
    if (form instanceof HTMLElement)
      form
        .querySelector<HTMLElement>(".input:has(.input-error) :is(input, textarea, select, summary, button)")
        ?.focus();
  });
}

function warning(app: App): TemplateResult {
  const bot = app.state.hello?.bot.user;
  return html`<p class="modal-warning">This form will be submitted to <strong>${bot ? displayName(bot) : "the app"}</strong>.
    Do not share passwords or other sensitive information.</p>`;
}

function part(app: App, modal: OpenModal, component: APIModalInteractionResponseCallbackComponent): Content {
  switch (component.type) {
    case COMPONENT.text:
      return markdown(app, component.content);
    case COMPONENT.label: {
      const { label, description = "", component: input } = component;
      return modalInput(app, modal, { input, label, description });
    }
    default:
      return html`${component.components.map((input) =>
        input.type === COMPONENT.textInput
          ? modalInput(app, modal, { input, label: input.label ?? "", description: "" })
          : nothing,
      )}`;
  }
}

type LabeledInput = { input: ModalInput; label: string; description: string };

type Entered = (entry: ModalEntry) => void;

/** One input of a modal with its label, description and error. */
export function modalInput(app: App, modal: OpenModal, { input, label, description }: LabeledInput): TemplateResult {
  const id = `input-${input.custom_id}`;
  const error = modal.errors.get(input.custom_id);
  const isGroup = input.type === COMPONENT.radioGroup || input.type === COMPONENT.checkboxGroup;
  const role = input.type === COMPONENT.radioGroup ? "radiogroup" : "group";
  const text = html`${label}${isRequired(input) ? html`<span class="star" aria-hidden="true"> *</span>` : nothing}`;
  return html`<div class="input" role=${isGroup ? role : nothing} aria-labelledby=${isGroup ? `${id}-label` : nothing}>
    ${isGroup ? html`<span class="input-label" id=${`${id}-label`}>${text}</span>` : html`<label class="input-label" id=${`${id}-label`} for=${id}>${text}</label>`}
    ${description ? html`<p class="input-note" id=${`${id}-note`}>${description}</p>` : nothing}
    ${control(app, modal, input, label, id)}
    ${error === undefined ? nothing : html`<p class="input-error" id=${`${id}-error`}>${error}</p>`}
  </div>`;
}

function control(app: App, modal: OpenModal, input: ModalInput, label: string, id: string): TemplateResult {
  const entered = (entry: ModalEntry) => {
    modal.entries.set(input.custom_id, entry);
    modal.errors.delete(input.custom_id);
    app.update();
  };
  const entry = modal.entries.get(input.custom_id) ?? "";
  switch (input.type) {
    case COMPONENT.textInput:
      return textInput(modal, input, id, String(entry), entered);
    case COMPONENT.radioGroup:
      return radioGroup(input, entry, id, entered);
    case COMPONENT.checkboxGroup:
      return checkboxGroup(input, Array.isArray(entry) ? entry : [], id, entered);
    case COMPONENT.checkbox:
      return html`<label class="choice"><input id=${id} type="checkbox" .checked=${entry === true}
        @change=${(event: Event) => entered(isChecked(event))} /><span>Yes</span></label>`;
    case COMPONENT.fileUpload:
      return fileInput(app, modal, input, id, entered);
    default:
      return select({
        id,
        label,
        placeholder: placeholderOf(input),
        items: selectItems(app.state, input),
        selected: Array.isArray(entry) ? entry : defaultSelection(input),
        min: isRequired(input) ? (input.min_values ?? 1) : 0,
        max: input.max_values ?? 1,
        describedBy: `${id}-note ${id}-error`,
        commit: entered,
      });
  }
}

function textInput(
  { errors }: OpenModal,
  input: APITextInputComponent,
  id: string,
  value: string,
  entered: Entered,
): TemplateResult {
  const onInput = ({ target }: Event) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) entered(target.value);
  };
  const { max_length: max = 4000, placeholder = "" } = input;
  const left = max - value.length;
  const counter = left < max * 0.2 ? html`<small class="counter">${left} left</small>` : nothing;
  const isInvalid = errors.has(input.custom_id);
  const describedBy = `${id}-note ${id}-error`;
  const control =
    input.style === PARAGRAPH_INPUT
      ? html`<textarea id=${id} class="field" rows="4" maxlength=${max} placeholder=${placeholder} aria-invalid=${isInvalid}
          aria-describedby=${describedBy} aria-required=${isRequired(input)} .value=${value} @input=${onInput}></textarea>`
      : html`<input id=${id} class="field" type="text" maxlength=${max} placeholder=${placeholder} aria-invalid=${isInvalid}
          autocomplete="off" aria-describedby=${describedBy} aria-required=${isRequired(input)} .value=${value} @input=${onInput} />`;
  return html`${control}${counter}`;
}

function radioGroup(input: APIRadioGroupComponent, entry: ModalEntry, id: string, entered: Entered): TemplateResult {
  return html`${input.options.map(
    ({ value, label, description }) => html`<label class="choice"><input type="radio" name=${id}
      .checked=${entry === value} @change=${() => entered(value)} />${choiceText(label, description)}</label>`,
  )}`;
}

function checkboxGroup(
  { options, max_values: max = options.length }: APICheckboxGroupComponent,
  selected: string[],
  id: string,
  entered: Entered,
): TemplateResult {
  const toggle = (value: string, isOn: boolean) =>
    entered(
      options.map((option) => option.value).filter((other) => (other === value ? isOn : selected.includes(other))),
    );
  return html`${options.map(({ value, label, description }) => {
    const isOn = selected.includes(value);
    return html`<label class="choice"><input type="checkbox" name=${id} .checked=${isOn} ?disabled=${!isOn && selected.length >= max}
      @change=${(event: Event) => toggle(value, isChecked(event))} />${choiceText(label, description)}</label>`;
  })}`;
}

function choiceText(label: string, description: string | undefined): TemplateResult {
  return html`<span>${label}${description ? html`<small class="choice-note">${description}</small>` : nothing}</span>`;
}

function fileInput(
  app: App,
  { entries, fileNames, errors }: OpenModal,
  { custom_id: customId, max_values: max = 1 }: APIFileUploadComponent,
  id: string,
  entered: Entered,
): TemplateResult {
  // Read when needed: another upload may finish in the meantime.
  const fileIds = (): string[] => {
    const entry = entries.get(customId);
    return Array.isArray(entry) ? entry : [];
  };
  const choose = () =>
    chooseFile(app, {
      uploaded(file) {
        fileNames.set(file.id, file.filename);
        entered([...fileIds(), file.id]);
      },
      failed: (error) => errors.set(customId, error),
    });
  const file = (fileId: string) => {
    const name = fileNames.get(fileId) ?? "";
    return html`<p class="file">${fileIcon}${name}<button type="button" class="icon-button" aria-label=${`Remove ${name}`}
      @click=${() => entered(fileIds().filter((other) => other !== fileId))}>✕</button></p>`;
  };
  return html`${fileIds().map(file)}<button id=${id} type="button" class="button secondary" aria-labelledby=${`${id}-label ${id}`}
    aria-describedby=${`${id}-note ${id}-error`} ?disabled=${fileIds().length >= max} @click=${choose}>Choose a file…</button>`;
}

function isChecked({ target }: Event): boolean {
  return target instanceof HTMLInputElement && target.checked;
}
