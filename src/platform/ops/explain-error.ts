import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RESTJSONErrorCodes,
} from "discord.js";
import { SetupError } from "../../config.ts";

const NOT_IN_GUILD: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);

export const TOKEN_REJECTED =
  "Discord rejected DISCORD_TOKEN. Copy a new one from the developer portal: your application → Bot → Reset Token.";

/** Explains to the operator what stopped the process. Unknown errors keep their stack trace. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SetupError) return error.message;
  return explainPort(error) ?? explainDiscord(error) ?? error.stack ?? error.message;
}

function explainPort(error: Error): string | undefined {
  if (codeOf(error) !== "EADDRINUSE") return undefined;
  return "The port is in use, perhaps by another Rootine. Stop that one, or set PORT to another port, such as PORT=3001.";
}

function explainDiscord(error: Error): string | undefined {
  const isUnauthorized = error instanceof DiscordAPIError && error.status === 401;
  if (isUnauthorized || (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)) {
    return TOKEN_REJECTED;
  }
  if (error instanceof DiscordAPIError && NOT_IN_GUILD.has(error.code)) {
    return "The bot isn't in the server that DISCORD_GUILD_ID names. Invite it (the README has the link), or remove the variable.";
  }
  const sessions = /^Not enough sessions remaining.* resets at (\S+)$/.exec(error.message);
  if (sessions) {
    return `Discord doesn't allow this bot any more session starts until ${sessions[1]}. Start it again then. Attempts before that cost nothing.`;
  }
  if (error instanceof HTTPError || /^(ECONN|ENOTFOUND|EAI_AGAIN|UND_ERR)/.test(codeOf(error) ?? "")) {
    return `Can't reach Discord (${error.message}). Check the network and, if set, DISCORD_API_URL.`;
  }
  return undefined;
}

/** Explains a close code after which the gateway doesn't accept the connection again. */
export function explainCloseCode(code: number): SetupError {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return new SetupError(TOKEN_REJECTED);
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
      return new SetupError(
        "Discord rejected SHARDS: the bot is in too many servers for that number. Set SHARDS=auto.",
      );
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
      return new SetupError(
        "Discord rejected the bot's intents. Rootine doesn't need privileged ones. Check the application in the developer portal.",
      );
    default:
      return new SetupError(`Discord closed the connection permanently (close code ${code}). Update Rootine.`);
  }
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
