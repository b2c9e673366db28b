import { type Interaction, TOKEN_LIVES_MS } from "../../interactions/interactions.ts";
import { change, followUp, messageOf, remove } from "../../interactions/replies.ts";
import { refusal } from "../validation/api-error.ts";
import { parseBody } from "../validation/message.ts";
import { type Call, nothing, ok, type Route } from "./route.ts";

/** What an acknowledged interaction's token may do for 15 minutes. */

const HOOK = "/webhooks/{webhook_id}/{webhook_token}";
const MESSAGE = `${HOOK}/messages/{message_id}`;

export const webhookRoutes: Route[] = [
  {
    method: "POST",
    path: HOOK,
    open: true,
    bucket: "webhook",
    run: (call) => ok(followUp(call.services, interactionOf(call), { body: parseBody(call.body), files: call.files })),
  },
  {
    method: "GET",
    path: MESSAGE,
    open: true,
    bucket: "webhook",
    run: (call) => {
      const interaction = interactionOf(call);
      return ok(messageOf(call.services, interaction, messageIdOf(call, interaction)));
    },
  },
  {
    method: "PATCH",
    path: MESSAGE,
    open: true,
    bucket: "webhook",
    run: (call) => {
      const interaction = interactionOf(call);
      const sent = { body: parseBody(call.body), files: call.files };
      return ok(change(call.services, interaction, messageIdOf(call, interaction), sent));
    },
  },
  {
    method: "DELETE",
    path: MESSAGE,
    open: true,
    bucket: "webhook",
    run: (call) => {
      const interaction = interactionOf(call);
      remove(call.services, interaction, messageIdOf(call, interaction));
      return nothing;
    },
  },
];

/** Before the acknowledgement there is no webhook yet; after 15 minutes its token is no longer good. */
function interactionOf(call: Call): Interaction {
  const { world, interactions } = call.services;
  const interaction = interactions.byToken(call.parameter("webhook_token"));
  if (call.parameter("webhook_id") !== world.applicationId) throw refusal(10015);
  if (interaction === undefined) throw refusal(50027);
  if (interaction.acknowledgedWith === undefined) throw refusal(10015);
  if (Date.now() - interaction.startedAt > TOKEN_LIVES_MS) throw refusal(50027);
  return interaction;
}

function messageIdOf(call: Call, interaction: Interaction): string {
  const id = call.parameter("message_id");
  if (id !== "@original") return id;
  if (interaction.originalId === undefined) throw refusal(10008);
  return interaction.originalId;
}
