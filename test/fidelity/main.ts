import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installClients, unpackDiscordPy } from "./install.ts";
import { type Client, runClient } from "./run.ts";
import { STEPS, type StepName } from "./steps.ts";

/**
 * Checks the playground with Discord libraries other than the bot's. Prints a table, and fails if any step of any
 * client fails. `--short` runs two clients, `--only NAME` one.
 */

const { values } = parseArgs({ options: { short: { type: "boolean", default: false }, only: { type: "string" } } });

const LIBRARIES: readonly string[] = ["discordjs-core", "eris", "oceanic", "discordeno", "slash-create"];
/** They identify in different ways and need the widest variety of responses. */
const SHORT: readonly string[] = ["eris", "discordeno"];
/** Clients take seconds to reconnect. */
const LONG_STEPS: readonly StepName[] = ["reconnect", "new session"];

const folder = await mkdtemp(join(tmpdir(), "fidelity-"));
try {
  const clients = await install();
  const steps = Object.keys(STEPS).filter(
    (step): step is StepName => isStep(step) && !(values.short && LONG_STEPS.includes(step)),
  );
  const results = await Promise.all(clients.map((client) => runClient(client, steps)));
  print(
    ["", ...steps],
    clients.map(({ name }, index) => [name, ...(results[index]?.marks ?? [])]),
  );
  const failures = results.flatMap(({ failures }) => failures);
  for (const failure of failures) process.stdout.write(`\n${failure}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function install(): Promise<Client[]> {
  const wants = (name: string) =>
    values.only === undefined ? !values.short || SHORT.includes(name) : values.only === name;
  const names = LIBRARIES.filter(wants);
  if (names.length > 0) await installClients(folder);
  const clients = names.map(
    (name): Client => ({ name, command: [process.execPath, join(folder, "clients", `${name}.mjs`)] }),
  );
  if (!wants("discord.py")) return clients;
  const python = await unpackDiscordPy(folder);
  if ("missing" in python) {
    process.stdout.write(`Without discord.py: ${python.missing}\n`);
    return clients;
  }
  const file = new URL("clients/discord_py.py", import.meta.url).pathname;
  // Debian's version is older than Components V2.
  return [
    ...clients,
    { name: "discord.py", command: ["python3", file], pythonPath: python.path, lacks: ["components"] },
  ];
}

function isStep(name: string): name is StepName {
  return Object.hasOwn(STEPS, name);
}

function print(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? "").length)));
  for (const row of [header, ...rows])
    process.stdout.write(`${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}\n`);
}
