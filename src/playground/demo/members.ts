import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HOME, userOf } from "../model/home.ts";
import type { World } from "../model/world.ts";

/** The forty of the demo group. Their ids never change, so that what they answered outlives a restart. */

const NAMES =
  "Ada Bo Chen Dana Emre Fay Goran Hana Ivo Juno Kofi Lena Milan Nia Omar Priya Quinn Rosa Stefan Tara Umar Vera Wim Xenia Yann Zoe Anouk Bilal Carla Dmitri Elif Femi Greta Hugo Ines Jonas Kaya Liam Marta Nils".split(
    " ",
  );

const FIRST_ID = 430_000_000_000_000_001n;
const MARK = "demo-group.json";

export type DemoMember = { id: string; name: string };

export const DEMO_MEMBERS: readonly DemoMember[] = NAMES.map((name, index) => ({
  id: (FIRST_ID + BigInt(index)).toString(),
  name,
}));

/** Lets them in, and remembers that they are here. */
export function admit(world: World, dataDir: string | undefined): void {
  const home = world.guilds.get(HOME.id);
  if (home === undefined) throw new Error("the bot has left the home guild");
  const joinedAt = new Date(world.time.now()).toISOString();
  for (const member of DEMO_MEMBERS) {
    if (home.members.has(member.id)) continue;
    const user = userOf(member);
    world.users.set(member.id, user);
    home.members.set(member.id, { user, roles: [], joinedAt, silencedUntil: null });
  }
  if (dataDir === undefined) return;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, MARK), "{}\n");
}

/** After a restart. */
export function admitAgain(world: World, dataDir: string | undefined): void {
  if (dataDir !== undefined && existsSync(join(dataDir, MARK))) admit(world, dataDir);
}
