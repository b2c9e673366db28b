import { createInteractions, type Interactions } from "./interactions/interactions.ts";
import { createResponses } from "./interactions/responses.ts";
import { createUserActions, type UserActions } from "./interactions/user-actions.ts";
import type { Model } from "./model/model.ts";
import { anyMessage } from "./model/queries.ts";
import type { Files } from "./persistence/files.ts";
import type { Dispatch } from "./server/gateway/dispatches.ts";
import { createSessionStarts, type SessionStarts, type Sharding } from "./server/gateway/handshake.ts";
import { type Composer, createComposer } from "./server/messages/compose.ts";
import { createLimits, type Limits } from "./server/rest/limits.ts";
import type { Route } from "./server/rest/route.ts";
import { createRoutes } from "./server/rest/routes.ts";

/** A bot and everything that belongs to its token. */
export type Application = {
  token: string;
  model: Model;
  composer: Composer;
  interactions: Interactions;
  actions: UserActions;
  limits: Limits;
  sessionStarts: SessionStarts;
  /** Every application has the same routes, in the same order. */
  routes: readonly Route[];
};

type ApplicationOptions = {
  files: Pick<Files, "save">;
  sharding: Sharding | undefined;
  isLimited: boolean;
  url(): string;
  gatewayUrl(): string;
  /** Sends an event to the application's sessions. Returns how many received it. */
  dispatch(applicationId: string, event: Dispatch): number;
};

export type Applications = ReturnType<typeof createApplications>;

type Parameter = (name: string) => string | undefined;

export function createApplications(options: ApplicationOptions) {
  const byToken = new Map<string, Application>();
  const find = (test: (application: Application) => boolean) => [...byToken.values()].find(test);
  const byId = (id: string) => find(({ model }) => model.view.applicationId === id);
  /** The application that a path without a bot's token belongs to. */
  const ofPath = (parameter: Parameter) => {
    const interactionId = parameter("interaction_id");
    if (interactionId !== undefined) return find(({ interactions }) => interactions.find(interactionId) !== undefined);
    const webhookId = parameter("webhook_id") ?? "";
    return find(({ model: { view } }) => {
      const creatorId = view.webhooks.get(webhookId)?.creatorId;
      return view.applicationId === webhookId || view.bot.id === creatorId;
    });
  };
  return {
    add(token: string, model: Model): Application {
      const application = createApplication(token, model, options);
      byToken.set(token, application);
      return application;
    },
    all: () => [...byToken.values()],
    byToken: (token: string) => byToken.get(token),
    byId,
    /** The application that the bot's token belongs to. Public paths belong to the one they name, or to the first. */
    ofRequest({ isPublic }: Route, authorization: string | undefined, parameter: Parameter) {
      if (isPublic) return ofPath(parameter) ?? find(() => true);
      return byToken.get(/^Bot (.+)$/.exec(authorization ?? "")?.[1] ?? "");
    },
    /** Actions on a message or modal go to the application that sent it. Commands go to `home`. */
    actions(home: Application): UserActions {
      const ownerOf = (messageId: string) => {
        const message = anyMessage(home.model.view, messageId);
        return byId(message?.application_id ?? message?.author.id ?? "") ?? home;
      };
      return {
        ...home.actions,
        component: (context, messageId, customId, values) =>
          ownerOf(messageId).actions.component(context, messageId, customId, values),
        submitModal(context, openerId, inputs) {
          const opener = find(({ interactions }) => interactions.find(openerId) !== undefined) ?? home;
          return opener.actions.submitModal(context, openerId, inputs);
        },
      };
    },
  };
}

function createApplication(token: string, model: Model, options: ApplicationOptions): Application {
  const { files, url, gatewayUrl, dispatch } = options;
  const { applicationId } = model.view;
  const sessionStarts = createSessionStarts(options.sharding);
  const interactions = createInteractions(model, (event) => dispatch(applicationId, event));
  const composer = createComposer(model, files, url);
  const responses = createResponses(model, composer);
  return {
    token,
    model,
    composer,
    interactions,
    actions: createUserActions(model.view, interactions),
    limits: createLimits(options.isLimited, model.view.clock.now),
    sessionStarts,
    routes: createRoutes({ model, composer, interactions, responses, sessionStarts, gatewayUrl }),
  };
}
