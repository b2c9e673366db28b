import { expect, it } from "vitest";
import { createControlRoutes } from "../../../src/playground/control/routes.ts";
import { createSeed } from "../../../src/playground/demo/seed.ts";
import { createModel } from "../../../src/playground/model/model.ts";
import { openPlayground } from "../../../src/playground/playground.ts";

it.each([
  ["127.0.0.1", 200],
  ["::1", 200],
  ["::ffff:127.0.0.1", 200],
  ["192.168.1.7", 403],
  ["::ffff:10.0.0.1", 403],
  ["", 403],
])("a request from %j gets the status %s", async (remoteAddress, status) => {
  const { clock, faults, traffic, person, close } = await openPlayground({ port: 0 });
  await close();
  const { view } = createModel(createSeed(), clock);
  const seed = () => ({ applications: {}, people: {}, guilds: {} });
  const routes = createControlRoutes({ view, clock, faults, traffic, person, seed, applications: () => [] });
  const response = await routes.request("/clock", {}, { incoming: { socket: { remoteAddress } } });
  expect(response.status).toBe(status);
});
