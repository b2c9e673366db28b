import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../model/model.ts";
import { writeJsonFile } from "../persistence/json-file.ts";

const NAMES =
  "Ada Bo Chen Dana Emre Fay Goran Hana Ivo Juno Kofi Lena Milan Nia Omar Priya Quinn Rosa Stefan Tara Umar Vera Wim Xenia Yann Zoe Anouk Bilal Carla Dmitri Elif Femi Greta Hugo Ines Jonas Kaya Liam Marta Nils".split(
    " ",
  );
const FIRST_ID = 430_000_000_000_000_001n;
const MARKER_FILE = "demo-group.json";

/** The forty members of the demo group. Their ids never change, so their answers outlive a restart. */
export const DEMO_MEMBERS: readonly { id: string; name: string }[] = NAMES.map((name, index) => ({
  id: (FIRST_ID + BigInt(index)).toString(),
  name,
}));

/** Adds the demo group to the home guild, also after a restart. */
export function addDemoMembers({ view, guilds }: Pick<Model, "view" | "guilds">, dataDir: string | undefined): void {
  guilds.addMembers(view.homeGuildId, DEMO_MEMBERS);
  if (dataDir !== undefined) writeJsonFile(join(dataDir, MARKER_FILE), {});
}

export function restoreDemoMembers(model: Pick<Model, "view" | "guilds">, dataDir: string | undefined): void {
  if (dataDir !== undefined && existsSync(join(dataDir, MARKER_FILE))) addDemoMembers(model, dataDir);
}
