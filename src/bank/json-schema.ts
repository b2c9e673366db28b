import { z } from "zod";
import { questionSchema } from "../features/questions/rules.ts";
import { topicSchema } from "../features/questions/topic-rules.ts";

const [choice, trueFalse, short, number, order] = questionSchema.options;
const topic = { topic: true } as const;

/** A file as authors write it: the topic is given once, for all its questions. */
const authoredFile = z.strictObject({
  topic: topicSchema,
  items: z
    .array(
      z.discriminatedUnion("type", [
        choice.omit(topic),
        trueFalse.omit(topic),
        short.omit(topic),
        number.omit(topic),
        order.omit(topic),
      ]),
    )
    .min(1)
    .max(15),
});

/** JSON Schema of a question file, for editors. */
export function fileJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(authoredFile, { io: "input" });
}
