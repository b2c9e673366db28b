import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { examineContent } from "./doctor/content.ts";
import { examineDiscord } from "./doctor/discord.ts";
import { type Finding, lineOf } from "./doctor/finding.ts";
import { examineLedgers } from "./doctor/ledgers.ts";
import { examineRedis } from "./doctor/redis.ts";
import { runCommand } from "./run.ts";

const CONTENT = fileURLToPath(new URL("../../content", import.meta.url));

/** `npm run doctor [-- --rebuild]`: looks at everything a bot needs; a line for each, and 1 where there is something to do. */
await runCommand(async ({ config, redis, say }) => {
  const { values } = parseArgs({ options: { rebuild: { type: "boolean", default: false } } });
  let troubles = 0;
  const tell = (findings: readonly Finding[]) => {
    for (const finding of findings) {
      if ("todo" in finding) troubles += 1;
      say(lineOf(finding));
    }
  };

  tell([{ about: "Environment", ok: `every variable can be read; this process would be ROLE=${config.ROLE}` }]);
  tell(await examineRedis(redis, config));
  tell(await examineDiscord(redis, config));
  tell([examineContent(CONTENT, new Date().toISOString().slice(0, 10))]);
  tell(await examineLedgers(redis, { rebuild: values.rebuild, now: Date.now() }));
  say(troubles === 0 ? "All is well." : `${troubles} to see to.`);
  return troubles === 0 ? 0 : 1;
});
