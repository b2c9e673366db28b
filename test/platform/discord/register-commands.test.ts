import { pino } from "pino";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { commands, messageCommands } from "../../../commands/index.ts";
import { registerCommands } from "../../../src/platform/discord/register-commands.ts";
import { createRest } from "../../../src/platform/discord/rest.ts";
import { openPlayground, type Playground } from "../../../src/playground/playground.ts";

const declared = [...commands, ...messageCommands].map(({ declaration }) => declaration);
const stopping = new AbortController().signal;

let playground: Playground;
let puts: number;
let logged: { level: number; msg: string; until?: string }[];

beforeEach(async () => {
  playground = await openPlayground({ port: 0 });
  onTestFinished(() => playground.close());
  [puts, logged] = [0, []];
});

function registration(guildId?: string) {
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const rest = createRest({ apiUrl: playground.apiUrl, token: playground.token, log });
  rest.on("response", ({ method }) => {
    if (method === "PUT") puts += 1;
  });
  return { rest, applicationId: playground.applicationId, guildId, declared, log, stopping };
}

describe.each([
  ["everywhere", () => undefined],
  ["in one server", () => playground.guild.id],
])("registering %s", (_, guildIdOf) => {
  it("sends the commands only if they changed", async () => {
    const current = registration(guildIdOf());
    await registerCommands(current);
    await registerCommands(current);
    expect(puts).toBe(1);

    const [first, ...others] = declared;
    const changed = [{ ...first, description: "Changed" } as (typeof declared)[number], ...others];
    await registerCommands({ ...current, declared: changed });
    await registerCommands({ ...current, declared: changed.slice(1) });
    expect(puts).toBe(3);
  });
});

it("the commands are sent if an option changed", async () => {
  const withChoices = (...names: string[]) => [
    {
      name: "pick",
      description: "Pick one",
      contexts: [0],
      integration_types: [0],
      options: [
        { type: 3 as const, name: "one", description: "One", choices: names.map((name) => ({ name, value: name })) },
      ],
    },
  ];
  const current = registration();
  await registerCommands({ ...current, declared: withChoices("a", "b") });
  await registerCommands({ ...current, declared: withChoices("a", "b") });
  expect(puts).toBe(1);
  await registerCommands({ ...current, declared: withChoices("a", "c") });
  expect(puts).toBe(2);
});

it("startup isn't delayed when Discord limits registration, and the log shows when it continues", async () => {
  playground.faults.inject({ kind: "rate-limit", on: /^PUT .*commands$/, retryAfter: 1, count: 1 });
  const startedAt = Date.now();
  await registerCommands(registration());
  expect(Date.now() - startedAt).toBeLessThan(900);
  const [warning] = logged.filter(({ level }) => level === 40);
  expect(warning?.msg).toBe("Command registration is rate-limited; will retry then");
  expect(Date.parse(warning?.until ?? "") - startedAt).toBeGreaterThan(900);
  await expect.poll(() => logged.at(-1)?.msg, { timeout: 5_000 }).toBe("Registered the commands");
});
