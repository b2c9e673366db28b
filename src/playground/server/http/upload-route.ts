import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { TOO_LARGE, type UserContent } from "../../control/user-content.ts";
import { ClientError } from "../../interactions/client-error.ts";
import type { ModelView } from "../../model/types.ts";
import { MAX_FILE_BYTES } from "../messages/attachments.ts";

/** Where the page uploads a file that a user chose for a command. */
export function createUploadRoute(view: ModelView, content: Pick<UserContent, "upload">): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: MAX_FILE_BYTES, onError: (context) => context.text(TOO_LARGE, 413) }));
  app.post("/:channelId/:userId/:name", async (context) => {
    const { channelId, userId, name } = context.req.param();
    const user = view.users.get(userId);
    const channel = view.channels.get(channelId);
    if (user === undefined || channel === undefined) return context.text("This channel was deleted.", 404);
    try {
      const { id, filename } = content.upload(user, channel, name, Buffer.from(await context.req.arrayBuffer()));
      return context.json({ id, filename });
    } catch (error) {
      if (error instanceof ClientError) return context.text(error.message, 403);
      throw error;
    }
  });
  return app;
}
