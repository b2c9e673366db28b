import { z } from "zod";

/** Topics in curriculum order. */
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
