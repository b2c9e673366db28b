import { html, nothing, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { SelectItem } from "../lookup.ts";

export type Select = {
  id?: string;
  label: string;
  placeholder: string;
  items: SelectItem[];
  selected: string[];
  min: number;
  max: number;
  isDisabled?: boolean;
  isWaiting?: boolean;
  describedBy?: string;
  commit: (values: string[]) => void;
};

export function select(menu: Select): TemplateResult {
  return menu.max > 1 ? multipleChoice(menu) : singleChoice(menu);
}

function singleChoice({ items, selected, min, commit, ...menu }: Select): TemplateResult {
  const onChange = ({ target }: Event) => {
    if (target instanceof HTMLSelectElement) commit(target.value === "" ? [] : [target.value]);
  };
  return html`<select class="field select" id=${menu.id ?? nothing} aria-label=${menu.label} aria-describedby=${menu.describedBy ?? nothing}
    ?disabled=${menu.isDisabled} aria-busy=${menu.isWaiting ?? false} @change=${onChange}>
    <option value="" ?hidden=${min > 0} .selected=${live(selected.length === 0)}>${menu.placeholder}</option>
    ${items.map(
      ({ value, label, description }) =>
        html`<option value=${value} data-description=${description} .selected=${live(selected.includes(value))}>${label}</option>`,
    )}
  </select>`;
}

/** Like Discord, this sends the selection when the user closes the list. */
function multipleChoice({ items, selected, min, max, commit, ...menu }: Select): TemplateResult {
  const onToggle = ({ target }: Event) => {
    if (!(target instanceof HTMLDetailsElement) || target.open) return;
    const values = checkedValues(target);
    if (values.length >= min && values.join() !== selected.join()) commit(values);
  };
  const onChange = ({ currentTarget: list }: Event) => {
    if (!(list instanceof HTMLElement)) return;
    const isFull = checkedValues(list).length >= max;
    for (const box of list.querySelectorAll("input")) box.disabled = isFull && !box.checked;
  };
  const chosen = items.filter(({ value }) => selected.includes(value)).map(({ label }) => label);
  const text = chosen.join(", ") || menu.placeholder;
  return html`<details class="field select" aria-busy=${menu.isWaiting ?? false} @toggle=${onToggle} @change=${onChange}>
    <summary aria-label=${`${menu.label}: ${text}`} aria-describedby=${menu.describedBy ?? nothing}>${text}</summary>
    ${items.map(
      ({
        value,
        label,
        description,
      }) => html`<label class="choice"><input type="checkbox" value=${value} ?disabled=${menu.isDisabled}
        .checked=${selected.includes(value)} /><span>${label} <small>${description}</small></span></label>`,
    )}
  </details>`;
}

function checkedValues(list: HTMLElement): string[] {
  return Array.from(list.querySelectorAll<HTMLInputElement>("input:checked"), ({ value }) => value);
}
