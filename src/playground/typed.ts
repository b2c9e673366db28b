import { z } from "zod";

/** Types the output as `T`: the unions of discord-api-types can't be inferred from a schema. */
export function typed<T>(schema: z.ZodType) {
  return schema.pipe(z.custom<T>());
}
