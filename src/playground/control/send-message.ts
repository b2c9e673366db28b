import { type APIMessage, type APIUser, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { Unsendable } from "../interactions/options.ts";
import { channelPermissions, has, sendingIn } from "../model/permissions.ts";
import type { Channel } from "../model/world.ts";
import { compose, publish } from "../server/messages/compose.ts";
import { Refusal } from "../server/validation/api-error.ts";
import { parseBody } from "../server/validation/message.ts";
import type { Services } from "../services.ts";

/** A person writes a plain message. */
export function say(services: Services, person: APIUser, channel: Channel, content: string): APIMessage {
  if (!has(channelPermissions(services.world, channel, person.id), Bits.ViewChannel | sendingIn(channel))) {
    throw new Unsendable("You do not have permission to send messages in this channel.");
  }
  try {
    const message = compose(services, { channel, author: person, body: parseBody({ content }), files: [] });
    publish(services, channel, message);
    return message;
  } catch (cause) {
    if (cause instanceof Refusal)
      throw new Unsendable(
        content.trim() === "" ? "There is nothing to send." : "A message can have 2,000 characters at most.",
      );
    throw cause;
  }
}
