import type { ChaosOptions } from "./run.ts";

type Shape = Pick<ChaosOptions, "guilds" | "schedulesPerGuild" | "membersPerGuild" | "roles" | "troubled">;

/** What a minute of `npm test` has time for, and what the long form plays with. */
export const SHORT: Shape = {
  guilds: 40,
  schedulesPerGuild: 3,
  membersPerGuild: 4,
  roles: ["all", "bot", "worker"],
  troubled: 6,
};
export const LONG: Shape = {
  guilds: 200,
  schedulesPerGuild: 2,
  membersPerGuild: 5,
  roles: ["all", "bot", "worker", "worker"],
  troubled: 12,
};
