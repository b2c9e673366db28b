import { type APILabelComponent, ComponentType, type TextInputStyle } from "discord-api-types/v10";
import { cut } from "../../text/truncate.ts";
import { clip } from "./components.ts";

type TextField = {
  id: string;
  label: string;
  hint: string;
  example?: string;
  style: TextInputStyle;
  most: number;
  required: boolean;
  value?: string | undefined;
};

/** One text input of a modal, with what stands above it and, while it is empty, in it. */
export function textField({ id, label, hint, example, style, most, required, value }: TextField): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: clip(label, 45),
    description: clip(hint, 100),
    component: {
      type: ComponentType.TextInput,
      custom_id: id,
      style,
      max_length: most,
      required,
      ...(example && { placeholder: clip(example, 100) }),
      ...(value && { value: cut(value, most) }),
    },
  };
}
