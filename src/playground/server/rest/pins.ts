import { type APIMessage, PermissionFlagsBits as Bits } from "discord-api-types/v10";
import type { Model } from "../../model/model.ts";
import { publicHistory } from "../../model/queries.ts";
import type { Channel, ModelView } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { channelOf, messageOf, requirePermissions } from "./channel-access.ts";
import { noContent, ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const PINS = "/channels/{channel_id}/messages/pins";
/** Deprecated, but some versions of discord.js still use them in `message.pin()`. */
const LEGACY_PINS = "/channels/{channel_id}/pins";
const MAX_PINS = 250;

export function pinRoutes(model: Pick<Model, "view" | "messages">): Route[] {
  const { view } = model;
  const pin = (request: RestRequest) => setPinned(model, request, true);
  const unpin = (request: RestRequest) => setPinned(model, request, false);
  return [
    route("GET", PINS, "read", (request) => {
      const pinned = pinnedIn(view, channelOf(view, request));
      const items = pinned.map((message) => ({ pinned_at: message.timestamp, message }));
      return ok({ items, has_more: false });
    }),
    route("GET", LEGACY_PINS, "read", (request) => ok(pinnedIn(view, channelOf(view, request)))),
    ...[PINS, LEGACY_PINS].flatMap((path): Route[] => [
      route("PUT", `${path}/{message_id}`, "edit", pin),
      route("DELETE", `${path}/{message_id}`, "edit", unpin),
    ]),
  ];
}

function pinnedIn(view: ModelView, channel: Channel): APIMessage[] {
  return publicHistory(view, channel, { limit: 1_000 }).filter((message) => message.pinned);
}

function setPinned(
  { view, messages }: Pick<Model, "view" | "messages">,
  request: RestRequest,
  pinned: boolean,
): RestResponse {
  const channel = channelOf(view, request);
  requirePermissions(view, channel, Bits.PinMessages);
  const message = messageOf(view, request, channel);
  if (pinned && !message.pinned && pinnedIn(view, channel).length >= MAX_PINS) throw apiError(30003);
  messages.replace(channel, { ...message, pinned });
  return noContent;
}
