import type { APIMessage, APISelectMenuComponent } from "discord-api-types/v10";
import type { TemplateResult } from "lit-html";
import { isPending, press } from "../interactions.ts";
import { defaultSelection, placeholderOf, selectItems } from "../select-options.ts";
import { type App, selectKey } from "../state.ts";
import { select } from "./select.ts";

export function messageSelect(app: App, message: APIMessage, component: APISelectMenuComponent): TemplateResult {
  const { custom_id: customId, type: componentType, min_values: min = 1, max_values: max = 1 } = component;
  const placeholder = placeholderOf(component);
  return select({
    label: placeholder,
    placeholder,
    items: selectItems(app.state, component),
    selected: app.state.selected.get(selectKey(message.id, customId)) ?? defaultSelection(component),
    min,
    max,
    isDisabled: component.disabled === true,
    isWaiting: isPending(app, message.id, customId),
    commit: (values) => press(app, { message, customId, componentType, values }),
  });
}
