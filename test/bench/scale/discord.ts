import { openPlayground } from "../../../src/playground/playground.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";

/** Child process: the playground with guilds of five channels; `limit` enforces Discord's rate limits. */

const [guilds = "0", limit = ""] = process.argv.slice(2);
const playground = await openPlayground({ port: 0, limits: limit ? "discord" : "none" });
if (limit) playground.faults.setGlobalLimit(Number(limit));
const channels = Array.from({ length: Number(guilds) }, () => {
  const guild = playground.addGuild({ channels: 5, members: 1, people: false });
  return guild.channels.map(({ id }) => ({ guildId: guild.id, channelId: id }));
}).flat();

let times: number[] = [];
let refused = 0;
playground.traffic.onPost(() => void times.push(Date.now()));
playground.traffic.onRequest(({ status }) => {
  if (status === 429) refused += 1;
});

const { apiUrl, token } = playground;
serveParent({ apiUrl, token, channels }, (question) => {
  const traffic = { posts: times.length, from: times[0] ?? 0, to: times.at(-1) ?? 0, refused, cpu: cpuSoFar() };
  if (JSON.stringify(question).includes("forget")) [times, refused] = [[], 0];
  return traffic;
});
