/** Replaces a text that the file contains exactly once. */
type Change = { file: string; before: string; after: string };
/** `tests`: the file with the tests that must fail. Default: the chaos run must break a rule. */
export type Mutant = { name: string; changes: readonly Change[]; tests?: string };

/** Bugs that the tests must find. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: "claim not checked",
    changes: [
      {
        file: "src/features/daily/store.lua",
        before: `if state == "claimed" then return { "resumed", redis.call("HGETALL", KEYS[1]) } end
if state then return { "done", redis.call("HGETALL", KEYS[1]) } end
`,
        after: "",
      },
    ],
  },
  {
    name: "nonce dropped",
    changes: [
      {
        file: "src/features/daily/delivery.ts",
        before: "const body = { ...messageBody(renderQuestion(post, question, 0)), nonce, enforce_nonce: true };",
        after: "const body = { ...messageBody(renderQuestion(post, question, 0)), ...(nonce && {}) };",
      },
    ],
  },
  {
    name: "schedule advanced before enqueue",
    changes: [
      {
        file: "src/platform/jobs/dispatcher.ts",
        before: `  const blocked = await queue.add(planned.flatMap(({ job }) => job ?? []));
  const retryAt = clock() + BLOCKED_RETRY_DELAY;
  await agenda.settle(
    planned.map((entry) => (entry.job && blocked.has(entry.job) ? { ...entry, next: retryAt } : entry)),
  );
`,
        after: `  await agenda.settle(planned);
  await queue.add(planned.flatMap(({ job }) => job ?? []));
`,
      },
    ],
  },
  {
    name: "HSETNX → HSET: a later answer replaces the first",
    changes: [
      {
        file: "src/features/daily/store.lua",
        before: `if earlier then return { "already", earlier } end\n`,
        after: "",
      },
    ],
  },
  {
    name: "board written outside the script",
    changes: [
      {
        file: "src/features/daily/store.lua",
        before: `add_points(user, tonumber(points), sequence, 8, 9)\n`,
        after: "",
      },
      {
        file: "src/features/daily/answer-store.ts",
        before: `    switch (reply[0]) {
      case "recorded":
`,
        after: `      if (reply[0] === "recorded") {
        const [unit, points] = [2 ** 32, answer.withheld ? 0 : answer.base + answer.bonus];
        for (const board of boards.map(({ name }) => keys.leaderboard(guildId, name))) {
          const score = await redis.zscore(board, answer.userId);
          const total = Math.floor(Number(score ?? 0) / unit) + points;
          if (score === null || points > 0)
            await redis.zadd(board, String(total * unit + unit - 1 - reply[1]), answer.userId);
        }
      }
    switch (reply[0]) {
      case "recorded":
`,
      },
    ],
  },
  {
    name: "a deleted answer can be given again",
    changes: [
      {
        file: "src/features/daily/store.lua",
        before: `if redis.call("SISMEMBER", KEYS[7], mark) == 1 then return { "deleted" } end
`,
        after: "",
      },
    ],
    tests: "test/features/daily/answer-store.test.ts",
  },
  {
    name: "/question show reveals the key of an open question",
    changes: [
      {
        file: "commands/question.ts",
        before: `withheld.has(found.id) ? "withheld" : "shown"`,
        after: `"shown" as const`,
      },
    ],
    tests: "test/e2e/own-questions.test.ts",
  },
  {
    name: "guild commands work without the bot",
    changes: [
      {
        file: "src/platform/discord/command.ts",
        before: `    integration_types: [ApplicationIntegrationType.GuildInstall],
`,
        after: "",
      },
    ],
    tests: "test/e2e/anywhere.test.ts",
  },
  {
    name: "anyone controls a live quiz",
    changes: [
      {
        file: "commands/live-quiz.ts",
        before: `    await requireModerator(interaction, { settings });
    const { wake }`,
        after: "    const { wake }",
      },
    ],
    tests: "test/commands/permissions.test.ts",
  },
  {
    name: "a recompute brings back deleted members",
    changes: [
      {
        file: "src/features/boards/store.lua",
        before: `local stale = table.concat({ rescored or 0, deleted or 0, closed_seasons(KEYS[4]) }, "/") ~= revision`,
        after: "local stale = false",
      },
    ],
    tests: "test/features/boards/recompute-service.test.ts",
  },
];
