import { PermissionFlagsBits as Bits, OverwriteType } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { createClock } from "../../../src/playground/control/clock.ts";
import { createSeed, HOME, PEOPLE } from "../../../src/playground/demo/seed.ts";
import { createModel } from "../../../src/playground/model/model.ts";
import {
  botPermissions,
  channelPermissions,
  EVERYONE_PERMISSIONS,
  has,
} from "../../../src/playground/model/permissions.ts";

const { moderators, students } = HOME.roles;
const [noor] = PEOPLE.members;

function open() {
  const model = createModel(createSeed(), createClock());
  const { view } = model;
  const daily = () => view.channels.get(HOME.channels.daily) ?? fail();
  const fail = () => {
    throw new Error("No channel");
  };
  return {
    model,
    daily,
    overwrite: (id: string, { allow = 0n, deny = 0n }: { allow?: bigint; deny?: bigint }) => {
      const type = view.users.has(id) ? OverwriteType.Member : OverwriteType.Role;
      model.channels.setOverwrite(daily(), { id, type, allow, deny });
    },
    held: (userId: string) => channelPermissions(view, daily(), userId),
  };
}

describe("a member's permissions in a channel", () => {
  it("are those of @everyone and all of the member's roles", () => {
    const { held } = open();
    expect(held(noor.id)).toBe(EVERYONE_PERMISSIONS);
    expect(has(held(PEOPLE.moderator.id), EVERYONE_PERMISSIONS | Bits.ManageGuild)).toBe(true);
    expect(held("1")).toBe(0n);
  });

  it("follow the overwrites of @everyone, then those of all roles together, then the member's", () => {
    const { held, overwrite } = open();
    const may = (userId: string) => has(held(userId), Bits.AddReactions);
    overwrite(HOME.id, { deny: Bits.AddReactions });
    expect([may(noor.id), may(PEOPLE.moderator.id)]).toEqual([false, false]);
    overwrite(students, { deny: Bits.AddReactions });
    overwrite(moderators, { allow: Bits.AddReactions });
    expect([may(noor.id), may(PEOPLE.moderator.id)]).toEqual([false, true]);
    overwrite(PEOPLE.moderator.id, { deny: Bits.AddReactions });
    overwrite(noor.id, { allow: Bits.AddReactions });
    expect([may(noor.id), may(PEOPLE.moderator.id)]).toEqual([true, false]);
  });

  it("are none without View Channel, and exclude mentions, embeds and files without Send Messages", () => {
    const { held, overwrite } = open();
    overwrite(noor.id, { deny: Bits.SendMessages });
    expect(held(noor.id) & (Bits.EmbedLinks | Bits.AttachFiles | Bits.MentionEveryone)).toBe(0n);
    expect(has(held(noor.id), Bits.AddReactions)).toBe(true);
    overwrite(noor.id, { deny: Bits.ViewChannel });
    expect(held(noor.id)).toBe(0n);
  });

  it("only allow reading during a timeout", () => {
    expect(open().held(PEOPLE.timedOut.id)).toBe(Bits.ViewChannel | Bits.ReadMessageHistory);
  });

  it("include everything for the owner and administrators, even if it is denied", () => {
    const { model, held, overwrite } = open();
    overwrite(HOME.id, { deny: Bits.ViewChannel });
    expect(has(held(model.view.owner.id), Bits.ManageGuild | Bits.ViewChannel)).toBe(true);
    expect(held(noor.id)).toBe(0n);
    model.guilds.updateRole(HOME.id, students, { permissions: Bits.Administrator });
    expect(held(noor.id)).toBe(held(model.view.owner.id));
  });
});

it("the bot may attach, embed and mention where only users installed it", () => {
  const { model, daily } = open();
  const users = PEOPLE.members.map(({ id }) => model.view.users.get(id)).filter((user) => user !== undefined);
  const group = model.channels.addPrivate(users);
  const elsewhere = Bits.AttachFiles | Bits.EmbedLinks | Bits.MentionEveryone;
  expect(botPermissions(model.view, group)).toBe(elsewhere);
  expect(botPermissions(model.view, daily())).toBe(EVERYONE_PERMISSIONS);
});
