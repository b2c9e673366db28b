import { readFileSync } from "node:fs";

const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/** The memory flags of `npm start`, for tests and measurements that start the bot themselves. */
export const MEMORY_FLAGS: readonly string[] = String(scripts.start).match(/--(?:max-semi|heap)\S+/g) ?? [];
