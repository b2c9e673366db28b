import { openPlayground } from "../../../src/playground/playground.ts";

/** Posts as fast as it can and sends its parent the number of each confirmed post, until it is killed. */

const playground = await openPlayground({ port: 0, dataDir: process.argv[2] ?? "", limits: "none" });
const url = `${playground.apiUrl}/v10/channels/${playground.guild.channels.daily}/messages`;
const headers = { authorization: `Bot ${playground.token}`, "content-type": "application/json" };

for (let n = 0; n < 900; n += 1) {
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ content: `${n}` }) });
  await response.arrayBuffer();
  process.send?.(n);
}
