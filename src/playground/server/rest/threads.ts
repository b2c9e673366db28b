import { PermissionFlagsBits as Bits, ChannelType } from "discord-api-types/v10";
import { z } from "zod";
import { apiThread } from "../../model/json.ts";
import type { Model } from "../../model/model.ts";
import { apiError } from "../validation/api-error.ts";
import { parseForm, text } from "../validation/form.ts";
import { channelOf, messageOf, requirePermissions } from "./channel-access.ts";
import { created, noContent, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const thread = z.object({
  name: text(1, 100),
  auto_archive_duration: z.literal([60, 1440, 4320, 10080]).nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
});

const OWN_MEMBERSHIP = "/channels/{channel_id}/thread-members/@me";

export function threadRoutes(model: Pick<Model, "view" | "channels">): Route[] {
  const changeMembership = (request: RestRequest) => {
    if (channelOf(model.view, request).thread === undefined) throw apiError(50024);
    return noContent;
  };
  return [
    route("POST", "/channels/{channel_id}/messages/{message_id}/threads", "thread", (request) =>
      startThread(model, request),
    ),
    route("PUT", OWN_MEMBERSHIP, "general", changeMembership),
    route("DELETE", OWN_MEMBERSHIP, "general", changeMembership),
  ];
}

function startThread({ view, channels }: Pick<Model, "view" | "channels">, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  if (channel.type !== ChannelType.GuildText) throw apiError(50024);
  requirePermissions(view, channel, Bits.CreatePublicThreads | Bits.ReadMessageHistory);
  const { name, auto_archive_duration } = parseForm(thread, request.body);
  const message = messageOf(view, request, channel);
  // A message's thread has the message's id.
  if (view.channels.has(message.id)) throw apiError(160004);
  const started = channels.startThread(channel, message, { name, autoArchiveMinutes: auto_archive_duration ?? 1440 });
  return created(apiThread(view, started));
}
