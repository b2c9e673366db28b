import type { ChaosOptions } from "./run.ts";

type Shape = Pick<ChaosOptions, "guilds" | "schedulesPerGuild" | "membersPerGuild" | "roles" | "failing">;

/** Takes about a minute, as part of `npm test`. */
export const SHORT: Shape = {
  guilds: 40,
  schedulesPerGuild: 3,
  membersPerGuild: 4,
  roles: ["all", "bot", "worker"],
  failing: 6,
};
export const LONG: Shape = {
  guilds: 200,
  schedulesPerGuild: 2,
  membersPerGuild: 5,
  roles: ["all", "bot", "worker", "worker"],
  failing: 12,
};
