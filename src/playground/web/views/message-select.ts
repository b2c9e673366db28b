import type { APIMessage, APISelectMenuComponent } from "discord-api-types/v10";
import type { TemplateResult } from "lit-html";
import { isPressed, press } from "../actions.ts";
import { firstChosen, itemsOf, placeholderOf } from "../choices.ts";
import { type Page, pickedKey } from "../state.ts";
import { select } from "./select.ts";

export function messageSelect(page: Page, message: APIMessage, component: APISelectMenuComponent): TemplateResult {
  const { custom_id: customId, type: componentType } = component;
  const key = pickedKey(message.id, customId);
  return select(page, {
    key,
    label: placeholderOf(component),
    placeholder: placeholderOf(component),
    items: itemsOf(page.state, component),
    chosen: page.state.picked.get(key) ?? firstChosen(component),
    least: component.min_values ?? 1,
    most: component.max_values ?? 1,
    isDisabled: component.disabled === true,
    isWaiting: isPressed(page, message.id, customId),
    commit: (values) => press(page, { message, customId, componentType, values }),
  });
}
