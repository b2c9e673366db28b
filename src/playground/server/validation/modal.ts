import { type APIModalInteractionResponseCallbackData, ComponentType } from "discord-api-types/v10";
import { z } from "zod";
import { typed } from "../../typed.ts";
import { customId, entitySelect, stringSelect, textDisplay } from "./components.ts";
import { addIssue, addMissing, listOf, parseForm, text } from "./form.ts";
import { normalizeComponents } from "./normalize-components.ts";

const id = z.int32().nonnegative().nullish();
const input = { id, custom_id: customId, required: z.boolean().nullish() };

const textInput = z
  .object({
    type: z.literal(ComponentType.TextInput),
    ...input,
    style: z.literal([1, 2]),
    label: text(1, 45).nullish(),
    min_length: z.int().min(0).max(4000).nullish(),
    max_length: z.int().min(1).max(4000).nullish(),
    value: text(0, 4000).nullish(),
    placeholder: text(0, 100).nullish(),
  })
  .check((context) => {
    const { min_length, max_length } = context.value;
    if ((min_length ?? 0) > (max_length ?? 4000)) addIssue(context, "TEXT_INPUT_MIN_LENGTH_TOO_LARGE", ["min_length"]);
  });

const choice = z.object({
  value: text(1, 100),
  label: text(1, 100),
  description: text(0, 100).nullish(),
  default: z.boolean().nullish(),
});
const radioGroup = z.object({ type: z.literal(ComponentType.RadioGroup), ...input, options: listOf(choice, 2, 10) });
const checkboxGroup = z.object({
  type: z.literal(ComponentType.CheckboxGroup),
  ...input,
  options: listOf(choice, 1, 10),
  min_values: z.int().min(0).max(10).nullish(),
  max_values: z.int().min(1).max(10).nullish(),
});
const checkbox = z.object({
  type: z.literal(ComponentType.Checkbox),
  id,
  custom_id: customId,
  default: z.boolean().nullish(),
});
const fileUpload = z.object({
  type: z.literal(ComponentType.FileUpload),
  ...input,
  min_values: z.int().min(0).max(10).nullish(),
  max_values: z.int().min(1).max(10).nullish(),
});

const label = z.object({
  type: z.literal(ComponentType.Label),
  id,
  label: text(1, 45),
  description: text(0, 100).nullish(),
  component: z
    .discriminatedUnion("type", [
      textInput,
      stringSelect,
      entitySelect,
      radioGroup,
      checkboxGroup,
      checkbox,
      fileUpload,
    ])
    .check((context) => {
      if (context.value.type === ComponentType.TextInput && context.value.label != null)
        addIssue(context, "COMPONENT_LABEL_EXCLUSIVE", ["label"]);
    }),
});

/** The deprecated form: a text input with its own label, alone in a row. */
const row = z.object({
  type: z.literal(ComponentType.ActionRow),
  id,
  components: listOf(
    textInput.check((context) => {
      if (context.value.label == null) addMissing(context, "label");
    }),
    1,
    1,
  ),
});

const modal = z.object({
  custom_id: customId,
  title: text(1, 45),
  components: listOf(z.discriminatedUnion("type", [label, textDisplay, row]), 1, 5),
});

const normalized = typed<APIModalInteractionResponseCallbackData>(z.object({}).loose());

export function parseModal(value: unknown): APIModalInteractionResponseCallbackData {
  const sent = parseForm(modal, value, ["data"]);
  return normalized.parse({ ...sent, components: normalizeComponents(sent.components, false, []) });
}
