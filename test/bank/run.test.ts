import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type InterpreterName, openInterpreter } from "../../src/bank/run/interpreters.ts";
import { runLimited } from "../../src/bank/run/sandbox.ts";
import { type Executable, isExecutable, runKeys, type Verdict } from "../../src/bank/run.ts";
import { INTERPRETERS } from "../../src/features/questions/rules.ts";
import { number } from "../support/bank/sample.ts";

function five(name: InterpreterName, program: string): Executable {
  const question = number({ id: `http.five-${name}`, answer: 5, run: { with: name, program, prints: "5" } });
  if (!isExecutable(question)) throw new Error("unreachable: it has a run");
  return question;
}

async function verdictOn(question: Executable): Promise<Verdict | undefined> {
  return (await runKeys([question])).verdicts[0];
}

const PROGRAMS: Record<InterpreterName, string> = {
  python: "print(2 + 3)",
  node: "import { sep } from 'node:path';\nconsole.log(sep.length + 4)",
  php: "echo 2 + 3;",
  java: 'class Main { public static void main(String[] args) { System.out.println("abcde".length()); } }',
  sqlite: "SELECT 2 + 3;",
  postgres: "CREATE TABLE item (n int); INSERT INTO item VALUES (2), (3); SELECT sum(n) FROM item;",
  bash: "files=$(ls -A | wc -l); echo $((files + 5))",
  git: "for n in 1 2 3 4 5; do git commit -q --allow-empty -m $n; done; git rev-list --count main",
};

describe("a program is run by its interpreter", () => {
  it.each(INTERPRETERS.map((name) => five(name, PROGRAMS[name])))(
    "$run.with",
    async (question) => {
      const verdict = await verdictOn(question);
      if (verdict?.result === "missing") console.log(`${verdict.interpreter} is not installed: not tested`);
      expect(verdict?.reason).toBeUndefined();
    },
    60_000,
  );
});

describe("a key is refuted", () => {
  it("when the program prints something else, and says what it complained of", async () => {
    const verdict = await verdictOn(five("bash", "echo 6; echo oh dear >&2"));
    expect(verdict).toMatchObject({
      result: "refuted",
      reason: expect.stringMatching(/printed "6", not "5"\n\s+oh dear/),
    });
  });

  it("when what it prints as promised is not the key", async () => {
    const question = { ...five("bash", "echo 5"), answer: 7, type: "number" as const, tolerance: 0, why: "" };
    expect(await verdictOn(question)).toMatchObject({ result: "refuted", reason: expect.stringContaining("answer 7") });
  });

  it("when it prints without end", async () => {
    expect(await verdictOn(five("bash", "yes"))).toMatchObject({ reason: expect.stringContaining("too much output") });
  });
});

describe("a program that goes on too long", () => {
  it("is ended with all it started", async () => {
    const started = performance.now();
    const ended = await runLimited(
      { file: "bash", args: ["-c", "sleep 30 & sleep 30"] },
      { folder: ".", environment: { PATH: "/usr/bin:/bin" }, limits: { milliseconds: 200, bytes: 1000 } },
    );
    expect(ended).toMatchObject({ ended: "out of time" });
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe("a program is kept from the machine", () => {
  it("sees none of our environment", async () => {
    process.env.ROOTINE_SECRET = "6";
    const program = `echo \${ROOTINE_SECRET:-5}`;
    expect(await verdictOn(five("bash", program))).toMatchObject({ result: "proven" });
  });

  it("leaves nothing behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rootine-test-"));
    chmodSync(folder, 0o755);
    vi.stubEnv("TMPDIR", folder);
    expect(await verdictOn(five("bash", "touch litter; echo 5"))).toMatchObject({ result: "proven" });
    expect(readdirSync(folder)).toEqual([]);
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it("has no network where the machine lets us cut it off", async () => {
    const program = "import socket\nprint(len(socket.if_nameindex()) + 4)";
    const { verdicts, offline } = await runKeys([five("python", program)]);
    if (offline) expect(verdicts).toMatchObject([{ result: "proven" }]);
    else console.log("unshare is not allowed here: not tested");
  });

  it("does not run as root", async () => {
    if (!existsSync("/usr/bin/setpriv")) return;
    expect(await verdictOn(five("bash", "[ $(id -u) != 0 ] && echo 5"))).toMatchObject({ result: "proven" });
  });
});

describe("an interpreter that is not installed", () => {
  it("leaves its keys unproven, and the others are run", async () => {
    const questions = [five("java", PROGRAMS.java), five("bash", PROGRAMS.bash)];
    const { verdicts } = await runKeys(questions, async (name) =>
      name === "java" ? undefined : openInterpreter(name),
    );
    expect(verdicts).toMatchObject([{ interpreter: "java", result: "missing" }, { result: "proven" }]);
  });
});

describe("two programs", () => {
  it("share neither a database nor a folder", async () => {
    const table = "CREATE TABLE item (n int); SELECT 5;";
    const { verdicts } = await runKeys([five("postgres", table), five("postgres", table)]);
    expect(verdicts.map(({ reason }) => reason)).toEqual([undefined, undefined]);
  });
});
