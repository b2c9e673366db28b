import { openPlayground } from "../../../src/playground/playground.ts";
import { serveParent } from "../child.ts";

/** Child process: the playground with the maximum number of guilds per shard. */

const [guilds = "0", channels = "0"] = process.argv.slice(2);
const playground = await openPlayground({ port: 0, limits: "none" });
for (let made = 0; made < Number(guilds); made += 1) {
  playground.addGuild({ channels: Number(channels), people: false });
}

serveParent({ apiUrl: playground.apiUrl, token: playground.token }, () => ({}));
