import { Cluster, Redis as Server } from "ioredis";
import { RedisUnreachableError } from "./client.ts";

type Command = Parameters<Server["sendCommand"]>[0];
type Stream = Parameters<Server["sendCommand"]>[1];

/** Discord expects a reply within 3 s, so commands must fail early enough for the bot to reply. */
const DEADLINE_MS = 2_000;

/** Commands that set up a connection, so they must be sent before it's ready. */
const HANDSHAKE: ReadonlySet<string> = new Set(["hello", "auth", "select", "client", "info", "readonly"]);

/**
 * A client for one server that sends all commands of an event loop turn in a single write. A system call for each
 * command would take a sixth of the bot's CPU time.
 */
export class BatchingServer extends Server {
  override sendCommand(command: Command, stream?: Stream): unknown {
    corkForThisTurn(this.stream);
    return super.sendCommand(command, stream);
  }
}

const corked = new WeakSet<Server["stream"]>();

function corkForThisTurn(stream: Server["stream"] | undefined): void {
  if (!stream || corked.has(stream)) return;
  corked.add(stream);
  stream.cork();
  setImmediate(() => {
    corked.delete(stream);
    stream.uncork();
  });
}

/**
 * A client whose commands fail after `DEADLINE_MS`, or immediately if Redis has been unreachable for that long. ioredis
 * has no option for this. After reconnecting, it sends even commands that timed out, so an answer would be recorded
 * after the member was told that it failed. An unreachable cluster doesn't apply timeouts at all.
 */
export class DeadlineServer extends BatchingServer {
  readonly #isAllowed = createAdmission(this);

  override sendCommand(command: Command, stream?: Stream): unknown {
    return this.#isAllowed(command) ? super.sendCommand(command, stream) : command.promise;
  }
}

export class DeadlineCluster extends Cluster {
  readonly #isAllowed = createAdmission(this);

  override sendCommand(command: Command, stream?: Stream, node?: unknown): unknown {
    return this.#isAllowed(command) ? super.sendCommand(command, stream, node) : command.promise;
  }
}

function createAdmission(redis: Server | Cluster): (command: Command) => boolean {
  let lostAt: number | undefined = performance.now();
  redis.on("ready", () => {
    lostAt = undefined;
  });
  redis.on("close", () => {
    lostAt ??= performance.now();
  });
  const isUnreachable = () => lostAt !== undefined && performance.now() - lostAt > DEADLINE_MS;

  return (command) => {
    if (command.isSettled) return false;
    if (isUnreachable() && !HANDSHAKE.has(command.name)) {
      command.reject(new RedisUnreachableError("Redis is unreachable"));
      return false;
    }
    command.setTimeout(DEADLINE_MS);
    return true;
  };
}
