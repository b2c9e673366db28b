import { type APIMessage, ComponentType } from "discord-api-types/v10";
import { ClientError } from "./types.ts";

/** The fields of a button or select that matter here. */
type InteractiveComponent = {
  type: ComponentType;
  id?: number;
  custom_id: string;
  disabled?: boolean;
  min_values?: number;
  max_values?: number;
  options?: { value: string }[];
  channel_types?: number[];
};

/** The component to interact with; throws if the client wouldn't let the user. */
export function findComponent(message: APIMessage, customId: string, values: readonly string[]): InteractiveComponent {
  const component = search(message.components ?? [], customId);
  if (component === undefined) throw new ClientError(`This message has no component "${customId}".`);
  if (component.disabled === true) throw new ClientError("This component is disabled.");
  if (component.type !== ComponentType.Button) validateSelection(component, values);
  return component;
}

function search(parts: readonly object[], customId: string): InteractiveComponent | undefined {
  for (const part of parts) {
    if (isInteractive(part) && part.custom_id === customId) return part;
    const found = search(childrenOf(part), customId);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(part: object): object[] {
  const nested = "components" in part && Array.isArray(part.components) ? part.components : [];
  const accessory =
    "accessory" in part && typeof part.accessory === "object" && part.accessory !== null ? [part.accessory] : [];
  return [...nested, ...accessory];
}

function isInteractive(part: object): part is InteractiveComponent {
  return "custom_id" in part && typeof part.custom_id === "string";
}

function validateSelection(
  { options, min_values = 1, max_values = 1 }: InteractiveComponent,
  values: readonly string[],
): void {
  if (values.length < min_values || values.length > max_values)
    throw new ClientError(`Choose ${min_values} to ${max_values}.`);
  if (new Set(values).size !== values.length) throw new ClientError("Choose each option only once.");
  const unknown = values.find((value) => options !== undefined && !options.some((option) => option.value === value));
  if (unknown !== undefined) throw new ClientError(`"${unknown}" isn't one of the choices.`);
}
