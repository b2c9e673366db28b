import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { MOST_UPLOADED, upload } from "../../control/uploads.ts";
import { Unsendable } from "../../interactions/options.ts";
import type { Services } from "../../services.ts";

/** Where the page brings a file that a person chose for a command. */
export function createUploadRoute(services: Services): Hono {
  const app = new Hono();
  const tooLarge = "Your files are too powerful: at most 10 MB.";
  app.use(bodyLimit({ maxSize: MOST_UPLOADED, onError: (context) => context.text(tooLarge, 413) }));
  app.post("/:channelId/:personId/:name", async (context) => {
    const { channelId, personId, name } = context.req.param();
    const person = services.world.users.get(personId);
    const channel = services.world.channels.get(channelId);
    if (person === undefined || channel === undefined) return context.text("This channel was deleted.", 404);
    try {
      const bytes = Buffer.from(await context.req.arrayBuffer());
      const { id, filename } = upload(services, person, channel, { name, type: "", bytes });
      return context.json({ id, filename });
    } catch (cause) {
      if (cause instanceof Unsendable) return context.text(cause.message, 403);
      throw cause;
    }
  });
  return app;
}
