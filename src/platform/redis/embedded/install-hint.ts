import { readFileSync } from "node:fs";

const DOCKER =
  "docker run -d --name rootine-redis -p 127.0.0.1:6379:6379 redis:7 redis-server --appendonly yes " +
  "--maxmemory-policy noeviction";
export const DOCKER_HINT = `${DOCKER}   (then set REDIS_URL=redis://127.0.0.1:6379)`;

/** By ID or ID_LIKE of /etc/os-release. */
const COMMANDS: Readonly<Record<string, string>> = {
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

/** One line that installs Redis on this machine. */
export function installHint(platform: NodeJS.Platform = process.platform, osRelease: string = readOsRelease()): string {
  if (platform === "win32") {
    return `run Rootine in WSL (wsl --install), or use Docker: ${DOCKER}, and set REDIS_URL=redis://127.0.0.1:6379`;
  }
  if (platform === "darwin") return "brew install redis";

  const ids = platform === "linux" ? [field(osRelease, "ID"), ...field(osRelease, "ID_LIKE").split(" ")] : [];
  const command = ids.map((id) => COMMANDS[id]).find((found) => found !== undefined);
  if (command === undefined) return DOCKER_HINT;
  return process.getuid?.() === 0 ? command : `sudo ${command}`;
}

function field(osRelease: string, name: string): string {
  return new RegExp(`^${name}=["']?([^"'\n]*)`, "m").exec(osRelease)?.[1] ?? "";
}

function readOsRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}
