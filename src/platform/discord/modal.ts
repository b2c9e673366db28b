import { type APILabelComponent, ComponentType, type TextInputStyle } from "discord-api-types/v10";
import { truncate } from "../../text/truncate.ts";
import { clip } from "./components.ts";

type TextField = {
  id: string;
  label: string;
  hint: string;
  example?: string;
  style: TextInputStyle;
  max: number;
  required: boolean;
  value?: string | undefined;
};

/** A labeled text input of a modal. `example` shows while it is empty. */
export function textField({ id, label, hint, example, style, max, required, value }: TextField): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: clip(label, 45),
    description: clip(hint, 100),
    component: {
      type: ComponentType.TextInput,
      custom_id: id,
      style,
      max_length: max,
      required,
      ...(example && { placeholder: clip(example, 100) }),
      ...(value && { value: truncate(value, max) }),
    },
  };
}
