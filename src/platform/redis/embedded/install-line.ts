import { readFileSync } from "node:fs";

const DOCKER_LINE =
  "docker run -d --name rootine-redis -p 127.0.0.1:6379:6379 redis:7 redis-server --appendonly yes " +
  "--maxmemory-policy noeviction";

/** The one line that gives this machine a Redis, with where to run it. */
export function installLine(platform: NodeJS.Platform = process.platform, osRelease: string = readOsRelease()): string {
  if (platform === "win32")
    return `run the bot inside WSL (wsl --install), or with Docker: ${DOCKER_LINE}, and set REDIS_URL=redis://127.0.0.1:6379`;
  if (platform === "darwin") return "brew install redis";

  const packaged = platform === "linux" ? packageLine(osRelease) : undefined;
  return packaged ?? dockerLine();
}

/** For where the system's own package would not do. */
export function dockerLine(): string {
  return `${DOCKER_LINE}   (then set REDIS_URL=redis://127.0.0.1:6379)`;
}

function packageLine(osRelease: string): string | undefined {
  const family = [fieldOf(osRelease, "ID"), ...fieldOf(osRelease, "ID_LIKE").split(" ")];
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  for (const name of family) {
    const line = LINES[name];
    if (line !== undefined) return sudo + line;
  }
  return undefined;
}

/** By ID of os-release; a derivative finds its line through ID_LIKE. Fedora, Arch and Amazon went over to Valkey. */
const LINES: Readonly<Record<string, string>> = {
  debian: "apt-get install redis-server",
  ubuntu: "apt-get install redis-server",
  fedora: "dnf install valkey",
  rhel: "dnf install redis",
  amzn: "dnf install valkey",
  arch: "pacman -S valkey",
  alpine: "apk add redis",
  opensuse: "zypper install redis",
  suse: "zypper install redis",
  void: "xbps-install redis",
  gentoo: "emerge dev-db/redis",
};

function fieldOf(osRelease: string, name: string): string {
  const found = new RegExp(`^${name}=["']?([^"'\n]*)`, "m").exec(osRelease);
  return found?.[1] ?? "";
}

function readOsRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}
