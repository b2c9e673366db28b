import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "../../config.ts";
import { passwordsIn } from "../redis/url.ts";

/** Fields of Discord and Redis errors that can contain what members wrote. */
const PRIVATE_PATHS = ["requestBody", "command.args", "previousErrors"].flatMap((path) => [
  `err.${path}`,
  `err.cause.${path}`,
]);

/** Patterns of bot tokens, interaction tokens (base64 of "interaction:…"), and tokens in URLs. */
const TOKENS = [
  /\b[\w-]{23,}\.[\w-]{6}\.[\w-]{27,}/g,
  /\baW50ZXJhY3Rpb246[\w+/=-]+/g,
  /(?<=\/(?:interactions|webhooks)\/\d{1,20}\/)[^/?"\\\s]+/g,
];
/** Shorter secrets don't protect anything and would match in every line. */
const MIN_SECRET_LENGTH = 4;

export type Redact = (text: string) => string;

/** Replaces this process's secrets, and everything that looks like a token, with ***. */
export function createRedactor({ DISCORD_TOKEN, OPS_TOKEN, REDIS_URL }: Partial<Config>): Redact {
  const secrets = [DISCORD_TOKEN, OPS_TOKEN, ...passwordsIn(REDIS_URL ?? "")]
    .filter((secret) => secret !== undefined)
    .flatMap((secret) => [secret, escapeJson(secret)])
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    // Longest first, because one secret can be a prefix of another.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const withoutSecrets = secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
    return TOKENS.reduce((rest, token) => rest.replace(token, "***"), withoutSecrets);
  };
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Logs JSON lines, or colored text on a terminal. Operator commands log to stderr and keep stdout for their output. */
export async function createLogger(
  level: string,
  redact: Redact,
  stream: "stdout" | "stderr" = "stdout",
): Promise<Logger> {
  const { fd, isTTY } = process[stream];
  const target = isTTY ? await prettyPrinter(fd) : pino.destination({ dest: fd, sync: true });
  const destination: DestinationStream = { write: (line) => void target.write(redact(line)) };
  return pino({ level, redact: PRIVATE_PATHS }, destination);
}

async function prettyPrinter(fd: number) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ destination: fd, ignore: "pid,hostname", translateTime: "HH:MM:ss" });
}
