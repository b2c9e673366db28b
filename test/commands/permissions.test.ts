import { PermissionsBitField } from "discord.js";
import { ApplicationCommandOptionType, PermissionFlagsBits } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { commands, messageCommands } from "../../commands/index.ts";
import { DEFAULT_SETTINGS } from "../../src/features/settings/rules.ts";
import type { AnyCommand, Services } from "../../src/platform/discord/command.ts";
import { UserError } from "../../src/text/user-errors.ts";

/** Who may do it. "its own" decides for itself, and has a test of its own. */
type Audience = "everyone" | "moderators" | "its own";

/** Every command and subcommand there is. */
const COMMANDS: Readonly<Record<string, Audience>> = {
  daily: "everyone",
  "quiz solo": "everyone",
  "quiz live": "its own",
  review: "everyone",
  "exam start": "everyone",
  "exam resume": "everyone",
  "exam results": "everyone",
  profile: "everyone",
  leaderboard: "everyone",
  career: "everyone",
  "schedule add": "moderators",
  "schedule list": "moderators",
  "schedule edit": "moderators",
  "schedule preview": "moderators",
  "schedule pause": "moderators",
  "schedule resume": "moderators",
  "schedule remove": "moderators",
  "schedule post-now": "moderators",
  "settings show": "moderators",
  "settings zone": "moderators",
  "settings log": "moderators",
  "question show": "everyone",
  "question search": "everyone",
  "question suggest": "everyone",
  "question report": "everyone",
  "bank review": "moderators",
  "bank health": "moderators",
  "bank import": "moderators",
  "bank export": "moderators",
  "bank retire": "moderators",
  "bank restore": "moderators",
  "privacy export": "everyone",
  "privacy delete": "everyone",
  "privacy hide": "everyone",
  "remind on": "everyone",
  "remind off": "everyone",
  help: "everyone",
};

/** Every kind of button, select and modal, with the parts of one of them. */
const COMPONENTS: Readonly<Record<string, readonly [audience: Audience, parts?: string]>> = {
  "daily.answer": ["everyone", "1-2026-11-22:a"],
  "daily.choose": ["everyone", "1-2026-11-22"],
  "daily.type": ["everyone", "1-2026-11-22"],
  "daily.typed": ["everyone", "1-2026-11-22"],
  "daily.add-to-review": ["everyone", "1-2026-11-22"],
  "daily.why-not": ["everyone", "1-2026-11-22"],
  "boards.page": ["everyone", "week:any:1:turn"],
  "boards.open": ["everyone", "week"],
  "seasons.hall-of-fame": ["everyone"],
  "career.choose": ["everyone"],
  "exams.go": ["everyone", "a:0:next"],
  "exams.answer": ["everyone", "a:0:b"],
  "exams.choose": ["everyone", "a:0"],
  "exams.type": ["everyone", "a:0"],
  "exams.typed": ["everyone", "a:0"],
  "exams.flag": ["everyone", "a:0:on"],
  "exams.overview": ["everyone", "a:0"],
  "exams.jump": ["everyone", "a"],
  "exams.submit": ["everyone", "a:ask"],
  "exams.replace": ["everyone", "a:mock:normal:ask"],
  "exams.report": ["everyone", "a"],
  "exams.missed": ["everyone", "a:0:open"],
  "exams.history": ["everyone"],
  "exams.add-to-review": ["everyone", "a"],
  "exams.share": ["everyone", "a"],
  "quiz.answer": ["everyone", "a:0:aaaaa:b"],
  "quiz.choose": ["everyone", "a:0:aaaaa"],
  "quiz.type": ["everyone", "a:0:aaaaa"],
  "quiz.typed": ["everyone", "a:0:aaaaa"],
  "quiz.next": ["everyone", "a"],
  "quiz.stop": ["everyone", "a"],
  "quiz.retry": ["everyone", "a"],
  "suggestions.write": ["everyone", "single:http:1:recall"],
  "suggestions.edit": ["everyone"],
  "suggestions.send": ["everyone", "aaaaa"],
  "suggestions.discard": ["everyone", "aaaaa"],
  "questions.report": ["everyone", "http.a"],
  "questions.report-reason": ["everyone", "http.a"],
  "review-queue.open": ["moderators", "a"],
  "review-queue.turn": ["moderators", "a:next"],
  "review-queue.approve": ["moderators", "a:1"],
  "review-queue.edit": ["moderators", "a:1"],
  "review-queue.edited": ["moderators", "a:1:single:http:1:recall"],
  "review-queue.topic": ["moderators", "a:1"],
  "review-queue.difficulty": ["moderators", "a:1"],
  "review-queue.deny": ["moderators", "a:1"],
  "review-queue.denied": ["moderators", "a:1"],
  "review-queue.dismiss": ["moderators", "a:1"],
  "review-queue.retire": ["moderators", "a:1"],
  "imports.confirm": ["moderators", "a"],
  "imports.cancel": ["moderators", "a"],
  "item-analysis.put-back": ["moderators", "http.single:1"],
  "privacy.delete": ["everyone", "cancel"],
  "privacy.hide": ["everyone", "hide"],
  "reminders.turn-off": ["everyone"],
  "live-quiz.join": ["everyone", "a"],
  "live-quiz.answer": ["everyone", "a:0:b"],
  "live-quiz.choose": ["everyone", "a:0"],
  "live-quiz.control": ["its own", "a:0:skip"],
  "live-quiz.my-score": ["everyone", "a:round"],
  "schedules.post-now": ["moderators", "daily"],
  "schedules.preview": ["moderators", "daily"],
  "schedules.remove": ["moderators", "daily:1"],
  "schedules.keep": ["moderators", "daily"],
  "schedules.resume": ["moderators", "daily:1"],
  "schedules.move": ["moderators", "daily:1"],
  "settings.pick": ["moderators"],
  "settings.choose": ["moderators", "weekStart"],
  "settings.channel": ["moderators", "auditChannel"],
  "settings.role": ["moderators"],
  "settings.turn-off": ["moderators", "auditChannel"],
  "settings.show": ["moderators"],
  "settings.log": ["moderators", "1:open"],
  "seasons.close": ["moderators", "1:confirm"],
};

const GUILD = "410000000000000000";
const OTHER_GUILD = "420000000000000000";
const ROLE = "410000000000000201";

/** People as an interaction tells of them. The one from elsewhere moderates there, which counts for nothing here. */
const PEOPLE = {
  "a member": { guildId: GUILD, may: PermissionFlagsBits.SendMessages, roles: ["1"] },
  "a moderator of another server": { guildId: OTHER_GUILD, may: PermissionFlagsBits.SendMessages, roles: [ROLE] },
  "who may manage the server": { guildId: GUILD, may: PermissionFlagsBits.ManageGuild, roles: [] },
  "who holds the moderators' role": { guildId: GUILD, may: PermissionFlagsBits.SendMessages, roles: [ROLE] },
} as const;
type Person = keyof typeof PEOPLE;
const REFUSED: readonly Person[] = ["a member", "a moderator of another server"];
const WELCOME: readonly Person[] = ["who may manage the server", "who holds the moderators' role"];

/** What a handler meets once nobody has sent it away. */
class Reached extends Error {}

/** Whatever is asked of it is there and, called, says that it was reached. */
// biome-ignore lint/suspicious/noExplicitAny: it stands for anything
const anything: any = new Proxy(() => undefined, {
  get: (_, name) => (name === "then" ? undefined : anything),
  apply: () => {
    throw new Reached();
  },
});

const services = new Proxy({} as Services, {
  get: (_, name) =>
    name === "settings"
      ? {
          of: async (guildId: string) => ({ ...DEFAULT_SETTINGS, moderatorRole: guildId === GUILD ? ROLE : undefined }),
        }
      : anything,
});

function interactionOf(person: Person, over: object) {
  const { guildId, may, roles } = PEOPLE[person];
  const known = {
    guildId,
    member: { roles: [...roles] },
    memberPermissions: new PermissionsBitField(may),
    user: { id: "410000000000000301" },
    values: ["weekStart"],
    inGuild: () => true,
    isFromMessage: () => true,
    ...over,
  };
  const answersYes = (name: string | symbol) => typeof name === "string" && /^is[A-Z]/.test(name);
  // biome-ignore lint/suspicious/noExplicitAny: as above
  return new Proxy(known as any, {
    get: (target, name) => (name in target ? target[name] : answersYes(name) ? () => true : anything),
  });
}

/** How an attempt ended: sent away as no moderator, or let through to whatever came next. */
async function attempt(act: () => Promise<unknown> | undefined): Promise<"refused" | "let through"> {
  try {
    await act();
  } catch (error) {
    if (error instanceof UserError && error.code === "moderators-only") return "refused";
  }
  return "let through";
}

const subcommandsOf = ({ data }: AnyCommand): (string | undefined)[] => {
  const { options = [] } = data.toJSON();
  const named = options.filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
  return named.length > 0 ? named.map(({ name }) => name) : [undefined];
};
const everyCommand = commands.flatMap((command) =>
  subcommandsOf(command).map((subcommand) => ({
    path: subcommand ? `${command.data.name} ${subcommand}` : command.data.name,
    command,
    subcommand,
  })),
);
const everyComponent = commands.flatMap(({ components = [] }) => components);

const expected = (audience: Audience) => [
  ...REFUSED.map((person) => [person, audience === "moderators" ? "refused" : "let through"] as const),
  ...WELCOME.map((person) => [person, "let through"] as const),
];

describe("the table", () => {
  it("names every command and every component that has a handler, and nothing else", () => {
    expect(Object.keys(COMMANDS).sort()).toEqual(everyCommand.map(({ path }) => path).sort());
    expect(Object.keys(COMPONENTS).sort()).toEqual(everyComponent.map(({ name }) => name).sort());
    expect(messageCommands.map(({ data }) => data.name)).toEqual(["Add to my review"]);
  });

  it("agrees with whom Discord shows each command by default", () => {
    for (const command of commands) {
      const audiences = subcommandsOf(command).map(
        (one) => COMMANDS[one ? `${command.data.name} ${one}` : command.data.name],
      );
      const shown = command.data.toJSON().default_member_permissions ?? null;
      const forModerators = audiences.every((audience) => audience === "moderators");
      expect([command.data.name, shown]).toEqual([
        command.data.name,
        forModerators ? String(PermissionFlagsBits.ManageGuild) : null,
      ]);
    }
  });
});

describe.each(everyCommand)("/$path", ({ path, command, subcommand }) => {
  it.each(expected(COMMANDS[path] ?? "moderators"))("%s is %s", async (person, outcome) => {
    const options = { getSubcommand: () => subcommand, getString: () => "x", getFocused: () => "x" };
    const interaction = interactionOf(person, { options });
    if (COMMANDS[path] === "its own") return;
    expect(await attempt(() => command.run(interaction, services))).toBe(outcome);
    if (COMMANDS[path] === "moderators" && command.complete) {
      expect(await attempt(() => command.complete?.(interaction, services))).toBe(outcome);
    }
  });
});

describe.each(everyComponent)("a component $name", ({ name, run }) => {
  const [audience, parts] = COMPONENTS[name] ?? expect.fail(name);
  const customId = parts === undefined ? name : `${name}:${parts}`;

  it.each(expected(audience))("%s is %s", async (person, outcome) => {
    if (audience === "its own") return;
    expect(await attempt(() => run(interactionOf(person, { customId }), services))).toBe(outcome);
  });

  it("is refused with a custom id that no version of it made", async () => {
    const forged = interactionOf("who may manage the server", { customId: `${name}:${"../".repeat(12)}:-7:__proto__` });
    await expect(run(forged, services)).rejects.toMatchObject({ code: "button-outdated" });
  });

  it("is of no use outside a server, unless it is a learner's own", async () => {
    if (audience !== "moderators") return;
    const outside = interactionOf("who may manage the server", { customId, inGuild: () => false, guildId: null });
    await expect(run(outside, services)).rejects.toBeInstanceOf(UserError);
  });
});
