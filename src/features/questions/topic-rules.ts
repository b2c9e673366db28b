import { z } from "zod";

/** The curriculum's topics, in the order they are taught and listed. */
export const TOPICS = [
  "http",
  "os",
  "languages",
  "git",
  "algorithms",
  "sql",
  "storage",
  "caching",
  "apis",
  "identity",
  "security",
  "architecture",
  "distributed",
  "testing",
  "deployment",
  "operations",
] as const;

export const topicSchema = z.enum(TOPICS);
export type Topic = z.infer<typeof topicSchema>;
