import type { FaultSwitches } from "./control/fault-switches.ts";
import type { TrafficRecorder } from "./control/traffic.ts";
import type { UpcomingSource } from "./control/upcoming.ts";
import type { DemoGroup } from "./demo/group.ts";
import type { ProgressWatch } from "./demo/progress.ts";
import type { Interactions } from "./interactions/interactions.ts";
import type { Nonces } from "./model/nonces.ts";
import type { World } from "./model/world.ts";
import type { Files } from "./persistence/files.ts";
import type { Gateway } from "./server/gateway/gateway.ts";
import type { SessionStarts } from "./server/gateway/session-starts.ts";

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
