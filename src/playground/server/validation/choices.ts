import {
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType as OptionType,
} from "discord-api-types/v10";
import { z } from "zod";
import { listOf, parseForm, text } from "./form.ts";

/** Up to 25 suggestions for an autocompleted option, of the option's type. */
export function parseChoices(data: unknown, optionType = OptionType.String): APIApplicationCommandOptionChoice[] {
  const value: z.ZodType<string | number> = optionType === OptionType.String ? text(1, 100) : z.number();
  const choice = z.object({
    name: text(1, 100),
    value,
    name_localizations: z.record(z.string(), z.string()).nullish(),
  });
  const { choices } = parseForm(z.object({ choices: listOf(choice, 0, 25).nullish() }), data, ["data"]);
  return (choices ?? []).map(({ name, value }) => ({ name, value }));
}
