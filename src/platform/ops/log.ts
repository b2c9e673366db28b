import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "../../config.ts";
import { readRedisAddress } from "../redis/address.ts";

/** What an error of Discord or Redis was about is what people wrote, and no operator's business. */
const PRIVATE = ["requestBody", "command.args", "previousErrors"].flatMap((path) => [
  `err.${path}`,
  `err.cause.${path}`,
]);

/** Tokens by their shape: a bot's; an interaction's, which is "interaction:" in base64; a webhook's in its address. */
const TOKENS = [
  /\b[\w-]{23,}\.[\w-]{6}\.[\w-]{27,}/g,
  /\baW50ZXJhY3Rpb246[\w+/=-]+/g,
  /(?<=\/(?:interactions|webhooks)\/\d{1,20}\/)[^/?"\\\s]+/g,
];
/** Fewer characters protect nothing, and stand in every line. */
const SHORTEST_SECRET = 4;

export type Conceal = (text: string) => string;

/** Puts *** in the place of every secret of this process, and of whatever looks like a token. */
export function createConceal({ DISCORD_TOKEN, OPS_TOKEN, REDIS_URL }: Partial<Config>): Conceal {
  const secrets = [DISCORD_TOKEN, OPS_TOKEN, ...passwordsIn(REDIS_URL)]
    .filter((secret) => secret !== undefined)
    // As it is, and as it stands in a line of JSON.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    // One may be the beginning of another.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), text);
    return TOKENS.reduce((rest, token) => rest.replace(token, "***"), known);
  };
}

/** A password as it stands in the address, and as it is sent. */
function passwordsIn(url: string | undefined): string[] {
  if (url === undefined) return [];
  const [, written] = /^[^/?]*\/\/[^:@/]*:([^@/]+)@/.exec(url) ?? /[?&]password=([^&]+)/.exec(url) ?? [];
  const address = readRedisAddress(url);
  const sent = address && "password" in address ? address.password : undefined;
  return [written, decoded(written ?? ""), sent].filter((one) => one !== undefined);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** One line a message, for machines; for a person at a terminal in colours. What a command prints leaves it `stderr`. */
export async function createLogger(
  level: string,
  conceal: Conceal,
  stream: "stdout" | "stderr" = "stdout",
): Promise<Logger> {
  const { fd, isTTY } = process[stream];
  const target = isTTY ? await prettily(fd) : pino.destination({ dest: fd, sync: true });
  const destination: DestinationStream = { write: (line) => void target.write(conceal(line)) };
  return pino({ level, redact: PRIVATE }, destination);
}

async function prettily(fd: number) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ destination: fd, ignore: "pid,hostname", translateTime: "HH:MM:ss" });
}
