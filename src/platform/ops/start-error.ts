import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, HTTPError } from "discord.js";
import { ContentError } from "../../bank/findings.ts";
import { ConfigError } from "../../config.ts";
import { DataError } from "../redis/data-error.ts";
import { EmbeddedRedisError } from "../redis/embedded/error.ts";

/** What a person can mend by reading the message. */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
}

const UNKNOWN_GUILD = 10004;
const MISSING_ACCESS = 50001;

/** What stopped the start, as the person who started it can use it; a bug keeps its stack. */
export function explainStart(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const mendable = [ConfigError, ContentError, DataError, EmbeddedRedisError, SetUpError].some(
    (kind) => error instanceof kind,
  );
  if (mendable) return error.message;
  return explainPort(error) ?? explainDiscord(error) ?? error.stack ?? error.message;
}

function explainPort(error: Error): string | undefined {
  if (codeOf(error) !== "EADDRINUSE") return undefined;
  return "The port is in use, perhaps by another Rootine. Stop that one, or set PORT to another, for example PORT=3001.";
}

function explainDiscord(error: Error): string | undefined {
  const refused = error instanceof DiscordAPIError && error.status === 401;
  if (refused || (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)) {
    return "Discord does not accept DISCORD_TOKEN. Copy it anew from the developer portal: your application, Bot, Reset Token.";
  }
  if (error instanceof DiscordAPIError && (error.code === UNKNOWN_GUILD || error.code === MISSING_ACCESS)) {
    return "DISCORD_GUILD_ID names a server the bot is not in. Invite it there (the README has the link), or leave the variable out.";
  }
  if (error instanceof HTTPError || /^(ECONN|ENOTFOUND|EAI_AGAIN|UND_ERR)/.test(codeOf(error) ?? "")) {
    return `Discord cannot be reached (${error.message}). Check the network and, if it is set, DISCORD_API_URL.`;
  }
  return undefined;
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
