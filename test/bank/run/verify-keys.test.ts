import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { type InterpreterName, openInterpreter } from "../../../src/bank/run/interpreters.ts";
import { findPostgres } from "../../../src/bank/run/postgres.ts";
import { findProgram, openSandbox } from "../../../src/bank/run/sandbox.ts";
import { type ExecutableQuestion, isExecutable, verifyKeys } from "../../../src/bank/run/verify-keys.ts";
import { INTERPRETERS } from "../../../src/features/questions/rules.ts";
import { questions } from "../../support/questions.ts";

/** A question with a program that should print 5. */
function five(name: InterpreterName, program: string, answer = 5): ExecutableQuestion {
  const question = questions.number({ id: `http.five-${name}`, answer, run: { with: name, program, prints: "5" } });
  return isExecutable(question) ? question : expect.fail("It has no run.");
}

async function verify(question: ExecutableQuestion) {
  return (await verifyKeys([question])).verifications[0];
}

const PROGRAMS: Record<InterpreterName, string> = {
  python: "print(2 + 3)",
  node: "import { sep } from 'node:path';\nconsole.log(sep.length + 4)",
  php: "echo 2 + 3;",
  java: 'class Main { public static void main(String[] args) { System.out.println("abcde".length()); } }',
  go: 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println(len("abcde")) }',
  csharp: 'using System;\nclass Program { static void Main() { Console.WriteLine("abcde".Length); } }',
  rust: 'fn main() { println!("{}", "abcde".len()); }',
  sqlite: "SELECT 2 + 3;",
  postgres: "CREATE TABLE item (n int); INSERT INTO item VALUES (2), (3); SELECT sum(n) FROM item;",
  bash: "files=$(ls -A | wc -l); echo $((files + 5))",
  git: "for n in 1 2 3 4 5; do git commit -q --allow-empty -m $n; done; git rev-list --count main",
};

async function isInstalled(name: InterpreterName): Promise<boolean> {
  return (name === "postgres" ? findPostgres() : await openInterpreter(name)) !== undefined;
}
const installed = new Map(
  await Promise.all(INTERPRETERS.map(async (name) => [name, await isInstalled(name)] as const)),
);

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("verifyKeys", () => {
  for (const name of INTERPRETERS) {
    it(`runs a program for ${name}`, { timeout: 60_000 }, async ({ skip }) => {
      skip(!installed.get(name), `install ${name}`);
      expect(await verify(five(name, PROGRAMS[name]))).toMatchObject({ result: "verified" });
    });
  }

  it("fails if the program prints something else, and shows its error output", async () => {
    expect(await verify(five("bash", "echo 6; echo oh dear >&2"))).toMatchObject({
      result: "failed",
      reason: expect.stringMatching(/printed "6", not "5"\n\s+oh dear/),
    });
  });

  it("fails if the promised output isn't the answer", async () => {
    expect(await verify(five("bash", "echo 5", 7))).toMatchObject({
      result: "failed",
      reason: expect.stringContaining("is not 7"),
    });
  });

  for (const name of ["go", "csharp", "rust"] as const) {
    it(`shows why a ${name} program doesn't compile`, { timeout: 60_000 }, async ({ skip }) => {
      skip(!installed.get(name), `install ${name}`);
      expect(await verify(five(name, "oops"))).toMatchObject({
        result: "failed",
        reason: expect.stringMatching(/printed "", not "5"\n.*main\.(go|cs|rs)/is),
      });
    });
  }

  it("stops a program that prints endlessly", async () => {
    expect(await verify(five("bash", "yes"))).toMatchObject({ reason: expect.stringContaining("too much output") });
  });

  it("skips questions when their interpreter isn't installed", async () => {
    const withoutJava = async (name: InterpreterName) => (name === "java" ? undefined : openInterpreter(name));
    const { verifications } = await verifyKeys([five("java", PROGRAMS.java), five("bash", PROGRAMS.bash)], withoutJava);
    expect(verifications).toMatchObject([{ interpreter: "java", result: "skipped" }, { result: "verified" }]);
  });

  it("gives every program its own database", { timeout: 60_000 }, async ({ skip }) => {
    skip(!installed.get("postgres"), "install postgres");
    const table = "CREATE TABLE item (n int); SELECT 5;";
    const { verifications } = await verifyKeys([five("postgres", table), five("postgres", table)]);
    expect(verifications).toMatchObject([{ result: "verified" }, { result: "verified" }]);
  });
});

describe("a program in the sandbox", () => {
  it("can't read the bot's environment variables", async () => {
    vi.stubEnv("ROOTINE_SECRET", "6");
    expect(await verify(five("bash", `echo \${ROOTINE_SECRET:-5}`))).toMatchObject({ result: "verified" });
  });

  it("leaves no files behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rootine-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o755);
    vi.stubEnv("TMPDIR", folder);
    expect(await verify(five("bash", "touch litter; echo 5"))).toMatchObject({ result: "verified" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("has no network access", async ({ skip }) => {
    skip(!openSandbox().isOffline, "allow unshare --net");
    skip(!installed.get("python"), "install python");
    const program = "import socket\nprint(len(socket.if_nameindex()) + 4)";
    expect(await verify(five("python", program))).toMatchObject({ result: "verified" });
  });

  it("doesn't run as root", async ({ skip }) => {
    skip(process.getuid?.() === 0 && !findProgram("setpriv"), "install util-linux");
    expect(await verify(five("bash", "[ $(id -u) != 0 ] && echo 5"))).toMatchObject({ result: "verified" });
  });
});
