import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openPlayground } from "./playground.ts";

/** The playground without Rootine, for the tests of any bot: `npm run playground -- --seed seed.yml --port 4000`. */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "3000" },
    seed: { type: "string" },
    data: { type: "string" },
    limits: { type: "boolean", default: true },
  },
  allowNegative: true,
});

const print = (line: string) => void process.stdout.write(`${line}\n`);
const playground = await openPlayground({
  port: Number(values.port),
  limits: values.limits ? "discord" : "none",
  log: print,
  ...(values.data !== undefined && { dataDir: values.data }),
});
const seeded = values.seed === undefined ? undefined : playground.seed(readFileSync(values.seed, "utf8"));
print(JSON.stringify({ api: playground.apiUrl, page: playground.url, ...seeded }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void playground.close());
