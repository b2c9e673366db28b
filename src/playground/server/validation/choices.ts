import type { APIApplicationCommandOptionChoice } from "discord-api-types/v10";
import { ApplicationCommandOptionType, InteractionType } from "discord-api-types/v10";
import { z } from "zod";
import type { Interaction } from "../../interactions/interactions.ts";
import { focusedOption } from "../../interactions/options.ts";
import { checked, listOf, text } from "./form.ts";

/** Suggestions for the option a person is typing: at most 25, of the option's own type. */
export function checkChoices(data: unknown, { asked }: Interaction): APIApplicationCommandOptionChoice[] {
  const focused =
    asked.type === InteractionType.ApplicationCommandAutocomplete ? focusedOption(asked.options) : undefined;
  const isText = focused === undefined || focused.type === ApplicationCommandOptionType.String;
  const value: z.ZodType<string | number> = isText ? text(1, 100) : z.number();
  const choice = z.object({
    name: text(1, 100),
    value,
    name_localizations: z.record(z.string(), z.string()).nullish(),
  });
  const { choices } = checked(z.object({ choices: listOf(choice, 0, 25).nullish() }), data, ["data"]);
  return (choices ?? []).map(({ name, value }) => ({ name, value }));
}
