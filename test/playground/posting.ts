import { openPlayground } from "../../src/playground/playground.ts";

/** Posts as fast as it can and tells its parent the number of each answered post, until it is killed. */

const playground = await openPlayground({ port: 0, dataDir: process.argv[2] ?? "", limits: "none" });
const address = `${playground.apiUrl}/v10/channels/${playground.guild.channels.daily}/messages`;
const headers = { authorization: `Bot ${playground.token}`, "content-type": "application/json" };

for (let n = 0; n < 900; n += 1) {
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify({ content: `${n}` }) });
  await answer.arrayBuffer();
  process.send?.(n);
}
