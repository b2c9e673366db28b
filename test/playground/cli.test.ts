import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { start, stop, waitForOutput } from "../support/process.ts";

it("the CLI starts without Rootine, prints its address and what the seed added, and stops on a signal", async () => {
  const folder = mkdtempSync(join(tmpdir(), "playground-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const seed = join(folder, "seed.yml");
  writeFileSync(seed, "people: [Ana]\nguilds: [{ name: Test, owner: Ana, channels: [general] }]\n");
  const started = start({}, ["playground/cli.ts", "--port", "0", "--seed", seed]);
  const { api, guilds, people } = JSON.parse(await waitForOutput(started, /^(\{.*\})$/m));
  expect(Object.keys(guilds.Test.channels)).toEqual(["general"]);
  const response = await fetch(
    `${api.replace("/api", "/_control")}/people/${people.Ana}/messages?channel=${guilds.Test.channels.general}`,
  );
  expect(await response.json()).toEqual([]);
  expect(await stop(started)).toBe(0);
});
