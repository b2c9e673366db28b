import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  MessageFlagsBitField,
  PermissionsBitField,
} from "discord.js";
import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  InteractionContextType,
  PermissionFlagsBits,
} from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { commands, messageCommands } from "../../commands/index.ts";
import type { Services } from "../../commands/kit.ts";
import { DEFAULT_SETTINGS } from "../../src/features/settings/rules.ts";
import type { ComponentInteraction } from "../../src/platform/discord/component-handler.ts";
import { UserError, type UserErrorCode } from "../../src/text/user-errors.ts";

/** Who may use a command, or how it refuses everyone except moderators. */
type Audience = "everyone" | Extract<UserErrorCode, "moderators-only" | "live-moderators-only" | "live-host-only">;

/** Every command and subcommand. */
const COMMANDS: Readonly<Record<string, Audience>> = {
  daily: "everyone",
  "quiz solo": "everyone",
  "quiz live": "live-moderators-only",
  review: "everyone",
  "exam start": "everyone",
  "exam resume": "everyone",
  "exam results": "everyone",
  profile: "everyone",
  leaderboard: "everyone",
  career: "everyone",
  "schedule add": "moderators-only",
  "schedule list": "moderators-only",
  "schedule edit": "moderators-only",
  "schedule preview": "moderators-only",
  "schedule pause": "moderators-only",
  "schedule resume": "moderators-only",
  "schedule remove": "moderators-only",
  "schedule post-now": "moderators-only",
  "settings show": "moderators-only",
  "settings zone": "moderators-only",
  "settings log": "moderators-only",
  "question show": "everyone",
  "question search": "everyone",
  "question suggest": "everyone",
  "question report": "everyone",
  "bank review": "moderators-only",
  "bank health": "moderators-only",
  "bank import": "moderators-only",
  "bank export": "moderators-only",
  "bank retire": "moderators-only",
  "bank restore": "moderators-only",
  "privacy export": "everyone",
  "privacy delete": "everyone",
  "privacy hide": "everyone",
  "remind on": "everyone",
  "remind off": "everyone",
  preferences: "everyone",
  help: "everyone",
};

/** Every button, select and modal, with the parts of a custom id and, for a select, a value. */
const COMPONENTS: Readonly<Record<string, readonly [audience: Audience, parts?: string, selected?: string]>> = {
  "daily.answer": ["everyone", "1-2026-11-22:a"],
  "daily.choose": ["everyone", "1-2026-11-22"],
  "daily.type": ["everyone", "1-2026-11-22"],
  "daily.typed": ["everyone", "1-2026-11-22"],
  "daily.add-to-review": ["everyone", "1-2026-11-22"],
  "daily.why-not": ["everyone", "1-2026-11-22"],
  "boards.page": ["everyone", "week:any:1:turn"],
  "boards.open": ["everyone", "week"],
  "boards.hall-of-fame": ["everyone"],
  "career.choose": ["everyone"],
  "exams.go": ["everyone", "a:0:next"],
  "exams.answer": ["everyone", "a:0:b"],
  "exams.choose": ["everyone", "a:0"],
  "exams.type": ["everyone", "a:0"],
  "exams.typed": ["everyone", "a:0"],
  "exams.flag": ["everyone", "a:0:on"],
  "exams.overview": ["everyone", "a:0"],
  "exams.jump": ["everyone", "a", "3"],
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
  "quiz.end": ["everyone", "a"],
  "quiz.retry": ["everyone", "a"],
  "suggestions.write": ["everyone", "single:http:1:recall"],
  "suggestions.edit": ["everyone"],
  "suggestions.submit": ["everyone", "aaaaa"],
  "suggestions.discard": ["everyone", "aaaaa"],
  "questions.report": ["everyone", "http.a"],
  "questions.report-reason": ["everyone", "http.a"],
  "review-queue.open": ["moderators-only", "a"],
  "review-queue.page": ["moderators-only", "a:next"],
  "review-queue.approve": ["moderators-only", "a:1"],
  "review-queue.edit": ["moderators-only", "a:1"],
  "review-queue.edited": ["moderators-only", "a:1:single:http:1:recall"],
  "review-queue.topic": ["moderators-only", "a:1", "http"],
  "review-queue.difficulty": ["moderators-only", "a:1", "1"],
  "review-queue.deny": ["moderators-only", "a:1"],
  "review-queue.denied": ["moderators-only", "a:1"],
  "review-queue.dismiss": ["moderators-only", "a:1"],
  "review-queue.retire": ["moderators-only", "a:1"],
  "imports.confirm": ["moderators-only", "a"],
  "imports.cancel": ["moderators-only", "a"],
  "item-analysis.confirm-key": ["moderators-only", "http.single:1"],
  "privacy.delete": ["everyone", "cancel"],
  "privacy.hide": ["everyone", "hide"],
  "reminders.turn-off": ["everyone"],
  "preferences.languages": ["everyone"],
  "live-quiz.join": ["everyone", "a"],
  "live-quiz.answer": ["everyone", "a:0:b"],
  "live-quiz.choose": ["everyone", "a:0"],
  "live-quiz.control": ["moderators-only", "a:0:skip"],
  "live-quiz.my-score": ["everyone", "a:round"],
  "schedules.post-now": ["moderators-only", "daily"],
  "schedules.preview": ["moderators-only", "daily"],
  "schedules.remove": ["moderators-only", "daily:1"],
  "schedules.keep": ["moderators-only", "daily"],
  "schedules.resume": ["moderators-only", "daily:1"],
  "schedules.move": ["moderators-only", "daily:1"],
  "settings.pick": ["moderators-only"],
  "settings.choose": ["moderators-only", "weekStart", "sunday"],
  "settings.channel": ["moderators-only", "auditChannel"],
  "settings.role": ["moderators-only"],
  "settings.turn-off": ["moderators-only", "auditChannel"],
  "settings.show": ["moderators-only"],
  "audit-log.page": ["moderators-only", "1:open"],
  "boards.close-season": ["moderators-only", "1:confirm"],
};

const GUILD = "410000000000000000";
const OTHER_GUILD = "420000000000000000";
const ROLE = "410000000000000201";
const ID = "410000000000000301";

const PEOPLE = {
  "a member": { guildId: GUILD, permissions: PermissionFlagsBits.SendMessages, roles: ["1"] },
  "a moderator of another server": {
    guildId: OTHER_GUILD,
    permissions: PermissionFlagsBits.SendMessages,
    roles: [ROLE],
  },
  "a member who may manage the server": {
    guildId: GUILD,
    permissions: PermissionFlagsBits.ManageGuild | PermissionFlagsBits.SendMessages,
    roles: [],
  },
  "a member with the moderator role": { guildId: GUILD, permissions: PermissionFlagsBits.SendMessages, roles: [ROLE] },
} as const;
type Person = keyof typeof PEOPLE;
const MEMBERS: readonly Person[] = ["a member", "a moderator of another server"];
const MODERATORS: readonly Person[] = ["a member who may manage the server", "a member with the moderator role"];

/** Thrown by the first service or reply that a handler calls, which proves that it passed every guard. */
class Reached extends Error {}

function reach(): never {
  throw new Reached();
}

const settings = {
  load: async (guildId: string) => ({ ...DEFAULT_SETTINGS, moderatorRole: guildId === GUILD ? ROLE : undefined }),
};
/** Methods that call Discord, which can take seconds. */
const CALLS_DISCORD = [
  "schedules.add",
  "schedules.edit",
  "schedules.resume",
  "schedules.postNow",
  "settingsService.panel",
  "settingsService.change",
  "settingsService.closeSeason",
  "liveQuizzes.start",
  "imports.preview",
];
/** Whether the interaction was acknowledged before each of them was reached. */
const acknowledgedBefore = new Map<string, boolean[]>();
let isAcknowledged = false;

/** A service on which calling any method counts as reached. */
const serviceNamed = (service: string) =>
  new Proxy(
    {},
    {
      get: (_, method) => {
        const call = `${service}.${String(method)}`;
        return () => {
          acknowledgedBefore.set(call, [...(acknowledgedBefore.get(call) ?? []), isAcknowledged]);
          reach();
        };
      },
    },
  );
const services = new Proxy<object>(
  { settings },
  { get: (known, name) => Reflect.get(known, name) ?? serviceNamed(String(name)) },
) as Services;

function interactionOf(person: Person, over: object) {
  const { guildId, permissions, roles } = PEOPLE[person];
  isAcknowledged = false;
  const acknowledge = async () => {
    isAcknowledged = true;
  };
  const known = {
    id: ID,
    guildId,
    channelId: ID,
    user: { id: ID },
    member: { roles: [...roles] },
    memberPermissions: new PermissionsBitField(permissions),
    appPermissions: new PermissionsBitField(permissions),
    authorizingIntegrationOwners: { guildId },
    values: [ID],
    fields: { fields: new Map([["answer", {}]]), getTextInputValue: () => "x" },
    message: { id: ID, flags: new MessageFlagsBitField() },
    inGuild: () => true,
    guild: guildId === undefined || guildId === null ? null : {},
    isFromMessage: () => true,
    deferReply: acknowledge,
    deferUpdate: acknowledge,
    reply: reach,
    update: reach,
    showModal: reach,
    ...over,
  };
  // Passes every interaction type check of the handler.
  const is = (name: string | symbol) => typeof name === "string" && /^is[A-Z]/.test(name);
  return new Proxy<object>(known, {
    get: (target, name) => Reflect.get(target, name) ?? (is(name) ? () => true : undefined),
  }) as ChatInputCommandInteraction & ComponentInteraction & AutocompleteInteraction;
}

/** The code of a refusal, or "reached". Any other error fails the test. */
async function outcomeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof Reached) return "reached";
    if (error instanceof UserError) return error.code;
    throw error;
  }
  return "reached nothing";
}

const expected = (audience: Audience) => [
  ...MEMBERS.map((person) =>
    audience === "everyone" ? (["admits", person, "reached"] as const) : (["refuses", person, audience] as const),
  ),
  ...MODERATORS.map((person) => ["admits", person, "reached"] as const),
];

type Leaf = {
  path: string;
  command: (typeof commands)[number];
  subcommand: string | null;
  options: readonly APIApplicationCommandOption[];
};
const everyCommand = commands.flatMap((command): Leaf[] => {
  const { name, options = [] } = command.declaration;
  const subcommands = options.filter((option) => option.type === ApplicationCommandOptionType.Subcommand);
  if (subcommands.length === 0) return [{ path: name, command, subcommand: null, options }];
  return subcommands.map((one) => ({
    path: `${name} ${one.name}`,
    command,
    subcommand: one.name,
    options: one.options ?? [],
  }));
});
const everyComponent = commands.flatMap(({ declaration, components }) =>
  components.map((component) => ({
    ...component,
    isGuildOnly: !declaration.contexts?.includes(InteractionContextType.BotDM),
  })),
);

/** Gives every option a value that Discord would accept. */
function given(subcommand: string | null, options: readonly APIApplicationCommandOption[]) {
  const value = (name: string) => {
    const option = options.find((one) => one.name === name);
    if (option && "choices" in option && option.choices?.[0]) return option.choices[0].value;
    return option && "min_value" in option ? option.min_value : undefined;
  };
  return {
    getSubcommand: () => subcommand,
    getString: (name: string) => value(name) ?? "x",
    getInteger: (name: string) => value(name) ?? null,
    getBoolean: () => true,
    getChannel: () => ({ id: ID }),
    getRole: () => ({ id: ID }),
    getUser: () => ({ id: ID }),
    getAttachment: () => ({ name: "questions.yaml", size: 1, url: "https://cdn.discordapp.com/1" }),
  };
}

describe("the permission tables", () => {
  it("list every command and component and nothing else", () => {
    expect(Object.keys(COMMANDS).sort()).toEqual(everyCommand.map(({ path }) => path).sort());
    expect(Object.keys(COMPONENTS).sort()).toEqual(everyComponent.map(({ name }) => name).sort());
    expect(messageCommands.map(({ declaration }) => declaration.name)).toEqual(["Add to my review"]);
  });

  it("match the members who see each command in Discord by default", () => {
    for (const { declaration } of commands) {
      const audiences = everyCommand.filter(({ command }) => command.declaration === declaration);
      const isForModerators = audiences.every(({ path }) => COMMANDS[path] === "moderators-only");
      const permissions = isForModerators ? String(PermissionFlagsBits.ManageGuild) : undefined;
      expect([declaration.name, declaration.default_member_permissions]).toEqual([declaration.name, permissions]);
    }
  });
});

describe.each(everyCommand.map((leaf) => [leaf.path, leaf] as const))(
  "/%s",
  (path, { command, subcommand, options }) => {
    const audience = COMMANDS[path] ?? expect.fail(path);

    it.each(expected(audience))("%s %s", async (_, person, outcome) => {
      const interaction = interactionOf(person, { options: given(subcommand, options) });
      expect(await outcomeOf(() => command.run(interaction, services))).toBe(outcome);
    });

    const suggested = options.filter((option) => "autocomplete" in option && option.autocomplete);
    const suggesting = audience === "moderators-only" ? suggested : [];

    it.each(suggesting.map(({ name }) => name))("suggests values for %s to moderators only", async (name) => {
      for (const [, person, outcome] of expected(audience)) {
        const focused = { getSubcommand: () => subcommand, getFocused: () => ({ name, value: "x" }) };
        const found = await outcomeOf(() => command.complete(interactionOf(person, { options: focused }), services));
        expect(found === "reached nothing" ? "reached" : found).toBe(outcome);
      }
    });
  },
);

describe.each(everyComponent.map(({ name, run }) => [name, run] as const))("the component %s", (name, run) => {
  const [audience, parts, selected = ID] = COMPONENTS[name] ?? expect.fail(name);
  const customId = parts === undefined ? name : `${name}:${parts}`;

  it.each(expected(audience))("%s %s", async (_, person, outcome) => {
    const interaction = interactionOf(person, { customId, values: [selected] });
    expect(await outcomeOf(() => run(interaction, services))).toBe(outcome);
  });

  it("refuses a custom id that it didn't encode", async () => {
    const forged = `${name}:${"../".repeat(12)}:-7:__proto__`;
    const interaction = interactionOf("a member who may manage the server", { customId: forged });
    expect(await outcomeOf(() => run(interaction, services))).toBe("button-outdated");
  });
});

describe.each(everyComponent.filter(({ isGuildOnly }) => isGuildOnly).map(({ name, run }) => [name, run] as const))(
  "the server-only component %s",
  (name, run) => {
    it("refuses everyone outside a server", async () => {
      const [, parts, selected = ID] = COMPONENTS[name] ?? expect.fail(name);
      const customId = parts === undefined ? name : `${name}:${parts}`;
      const outside = { customId, values: [selected], inGuild: () => false, guildId: null };
      const interaction = interactionOf("a member who may manage the server", outside);
      expect(await outcomeOf(() => run(interaction, services))).toMatch(/^(server-only|moderators-only)$/);
    });
  },
);

it("every interaction is acknowledged before it calls Discord", () => {
  for (const call of CALLS_DISCORD) expect([call, ...new Set(acknowledgedBefore.get(call))]).toEqual([call, true]);
});
