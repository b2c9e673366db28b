import type { DemoGroup } from "./demo/group.ts";
import type { FaultSwitches } from "./fault-switches.ts";
import type { Files } from "./files.ts";
import type { Gateway } from "./gateway/gateway.ts";
import type { SessionStarts } from "./gateway/session-starts.ts";
import type { Interactions } from "./interactions/interactions.ts";
import type { Nonces } from "./nonces.ts";
import type { ProgressWatch } from "./page-progress.ts";
import type { TrafficRecorder } from "./traffic.ts";
import type { UpcomingSource } from "./upcoming.ts";
import type { World } from "./world/world.ts";

/** What the rooms of the playground share. */
export type Services = {
  world: World;
  gateway: Gateway;
  starts: SessionStarts;
  interactions: Interactions;
  nonces: Nonces;
  files: Files;
  /** Asked for what the bot will do next; whoever knows puts themselves here. */
  upcoming: { tell: UpcomingSource };
  demo: DemoGroup;
  switches: FaultSwitches;
  progress: ProgressWatch;
  traffic: TrafficRecorder;
  /** `http://127.0.0.1:3000`; known once the port is. */
  url(): string;
  log(line: string): void;
};
