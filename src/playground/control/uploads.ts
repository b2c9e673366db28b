import type { APIAttachment, APIUser } from "discord-api-types/v10";
import { Unsendable } from "../interactions/options.ts";
import { channelPermissions } from "../model/permissions.ts";
import type { Channel } from "../model/world.ts";
import { describeFile } from "../persistence/files.ts";
import type { UploadedFile } from "../server/rest/route.ts";
import type { Services } from "../services.ts";

/** Discord's own limit for those who pay nothing. */
export const MOST_UPLOADED = 10_485_760;
/** As many uploads wait for the command they belong to. */
const KEPT = 100;

/** A person uploads a file for an option of a command, as Discord's client does before it sends the command. */
export function upload(
  { world, files, url }: Services,
  person: APIUser,
  channel: Channel,
  file: Omit<UploadedFile, "field">,
): APIAttachment {
  if (channelPermissions(world, channel, person.id) === 0n)
    throw new Unsendable("You do not have access to this channel.");
  if (file.bytes.length > MOST_UPLOADED) throw new Unsendable("Your files are too powerful: at most 10 MB.");
  const id = world.snowflakes.next();
  const attachment = { ...describeFile(id, { field: "0", ...file }, channel.id, url()), ephemeral: true };
  files.keep(id, { field: "0", ...file });
  world.uploads.set(id, { attachment, by: person.id });
  for (const oldest of world.uploads.keys()) {
    if (world.uploads.size <= KEPT) break;
    world.uploads.delete(oldest);
  }
  return attachment;
}
