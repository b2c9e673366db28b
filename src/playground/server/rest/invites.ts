import { randomBytes } from "node:crypto";
import { PermissionFlagsBits as Bits } from "discord-api-types/v10";
import { z } from "zod";
import { apiInvite } from "../../model/guild-json.ts";
import type { Model } from "../../model/model.ts";
import { guildPermissions, has } from "../../model/permissions.ts";
import type { Invite, ModelView } from "../../model/types.ts";
import { apiError } from "../validation/api-error.ts";
import { parseForm } from "../validation/form.ts";
import { channelOf, guildWith, ownMember, requirePermissions } from "./access.ts";
import { ok, type RestRequest, type RestResponse, type Route, route } from "./route.ts";

const IN_CHANNEL = "/channels/{channel_id}/invites";
const INVITE = "/invites/{code}";

type InviteModel = Pick<Model, "view" | "invites">;

export function inviteRoutes(model: InviteModel): Route[] {
  const { view, invites } = model;
  const list = (isListed: (invite: Invite) => boolean) =>
    ok(
      [...view.invites.values()]
        .filter((invite) => isListed(invite) && !isExpired(view, invite))
        .map((invite) => apiInvite(view, invite)),
    );
  return [
    route("GET", IN_CHANNEL, "general", (request) => {
      const channel = channelOf(view, request);
      requirePermissions(view, channel, Bits.ManageChannels);
      return list(({ channelId }) => channelId === channel.id);
    }),
    route("POST", IN_CHANNEL, "general", (request) => createInvite(model, request)),
    route("GET", "/guilds/{guild_id}/invites", "general", (request) => {
      const guild = guildWith(view, request, Bits.ManageGuild);
      return list(({ channelId }) => guild.channels.has(channelId));
    }),
    {
      ...route("GET", INVITE, "general", (request) => ok(apiInvite(view, inviteOf(view, request)))),
      isPublic: true,
    },
    route("DELETE", INVITE, "general", (request) => {
      const invite = inviteOf(view, request);
      requireManaging(view, invite);
      const json = apiInvite(view, invite);
      invites.delete(invite);
      return ok(json);
    }),
  ];
}

function inviteOf(view: ModelView, request: RestRequest): Invite {
  const invite = view.invites.get(request.parameter("code"));
  if (invite === undefined || !view.channels.has(invite.channelId) || isExpired(view, invite)) throw apiError(10006);
  return invite;
}

function isExpired({ clock }: ModelView, { createdAt, maxAge }: Invite): boolean {
  return maxAge > 0 && clock.now() > createdAt + maxAge * 1_000;
}

/** Requires Manage Channels in the invite's channel, or Manage Server. */
function requireManaging(view: ModelView, { channelId }: Invite): void {
  const channel = view.channels.get(channelId);
  const guild = view.guilds.get(channel?.guildId ?? "");
  if (channel === undefined || guild === undefined) throw apiError(10006);
  if (has(guildPermissions(guild, ownMember(view, guild)), Bits.ManageGuild)) return;
  requirePermissions(view, channel, Bits.ManageChannels);
}

const settings = z.object({
  max_age: z.int().min(0).max(604_800).nullish(),
  max_uses: z.int().min(0).max(100).nullish(),
  temporary: z.boolean().nullish(),
  unique: z.boolean().nullish(),
});

function createInvite({ view, invites }: InviteModel, request: RestRequest): RestResponse {
  const channel = channelOf(view, request);
  if (channel.guildId === undefined || channel.thread !== undefined) throw apiError(50024);
  requirePermissions(view, channel, Bits.CreateInstantInvite);
  const body = parseForm(settings, request.body ?? {});
  const wanted = { maxAge: body.max_age ?? 86_400, maxUses: body.max_uses ?? 0, temporary: body.temporary ?? false };
  const isSame = (invite: Invite) =>
    invite.channelId === channel.id &&
    invite.inviterId === view.bot.id &&
    invite.maxAge === wanted.maxAge &&
    invite.maxUses === wanted.maxUses &&
    invite.temporary === wanted.temporary;
  const reusable = body.unique
    ? undefined
    : [...view.invites.values()].find((one) => isSame(one) && !isExpired(view, one));
  if (reusable !== undefined) return ok(apiInvite(view, reusable));
  const code = randomBytes(6).toString("base64url");
  const invite = { code, channelId: channel.id, inviterId: view.bot.id, createdAt: view.clock.now(), ...wanted };
  invites.put(invite);
  return ok(apiInvite(view, invite));
}
