import type { APIMessage } from "discord-api-types/v10";
import { beforeEach, describe, expect, it } from "vitest";
import { loadCareer } from "../../src/bank/career.ts";
import { CLAIM_STATUSES } from "../../src/features/career/rules.ts";
import { renderCareerAnswer } from "../../src/features/career/view.ts";
import type { SimulatedUser } from "../../src/playground/playground.ts";
import { customIdsOf, textOf } from "../support/messages.ts";
import { questions } from "../support/questions.ts";
import { openStage } from "../support/stage.ts";

const entries = loadCareer("content");

let member: SimulatedUser;
let channel: string;

beforeEach(async () => {
  const { playground } = await openStage([questions.single()], { career: entries });
  channel = playground.guild.channels.general;
  member = playground.person(playground.people.members[0].id);
});

const ask = (question?: string) => member.command("career", question === undefined ? {} : { question }, channel);

describe("/career", () => {
  it("lists the questions privately and shows the answer in the same message", async () => {
    const { message, ephemeral } = await ask();
    expect(ephemeral).toBe(true);
    for (const { question } of entries) expect(textOf(message)).toContain(question);

    const { updated } = await member.select(message ?? "", customIdsOf(message)[0] ?? "", ["rendering"]);
    expect(textOf(updated)).toContain("### What is the difference between server-side and client-side rendering?");

    const next = await member.select(updated ?? "", customIdsOf(updated)[0] ?? "", ["pay"]);
    expect(textOf(next.updated)).toContain("### What does a back-end developer earn?");
  });

  it("suggests matching questions, or all of them without input", async () => {
    const suggested = async (typed: string) =>
      (await member.autocomplete("career", { question: typed }, "question", channel)).choices;
    expect(await suggested("still demand")).toContainEqual({
      name: "Is there still demand for back-end developers?",
      value: "demand",
    });
    expect((await suggested("still demand"))?.[0]?.value).toBe("demand");
    expect(await suggested("")).toHaveLength(entries.length);
    expect(await suggested("xylophone")).toEqual([]);
  });

  it("shows each claim with value, place, period, source, date and status", async () => {
    const { message, ephemeral } = await ask("pay");
    expect(ephemeral).toBe(true);
    expect(textOf(message)).toContain(
      [
        "**Median pay of software developers, a wider group:** $132,270 a year",
        "-# United States · May 2023 · [Bureau of Labor Statistics, Software Developers](https://www.bls.gov/ooh/computer-and-information-technology/software-developers.htm) · as of Nov 30, 2026",
        "-# not verified at its source (stored copy of the 2023–33 edition): Correct for May 2023. The page is updated every year.",
      ].join("\n"),
    );
    expect(textOf(message)).toContain("never scored and doesn't promise a job or a salary");
  });

  it("explains which claims are superseded, contradicted, unread or unverifiable", async () => {
    const pay = textOf((await ask("pay")).message);
    expect(pay).toContain("contradicted: The sources above put back-end ahead");
    expect(pay).toContain("contradicted: Other quotes put front-end ahead by 25%");
    expect(pay).toContain("can't be verified: It isn't known who was asked");

    const demand = textOf((await ask("demand")).message);
    expect(demand).toContain("superseded: It is still quoted, but later editions are much lower.");
    expect(demand.match(/not verified at its source: Second-hand\./g)).toHaveLength(2);
    expect(demand).not.toContain("-# verified");
  });

  it("accepts a full question, or a word that only one question has", async () => {
    expect(textOf((await ask("Is back-end development a good career?")).message)).toContain(
      "### Is back-end development",
    );
    expect(textOf((await ask("salary")).message)).toContain("### What does a back-end developer earn?");
  });

  it("points to the list when it has no answer", async () => {
    expect(textOf((await ask("xylophone")).message)).toBe(
      "I don't have an answer to `xylophone`. Run `/career` without a question to see what I can answer.",
    );
    expect(textOf((await ask("what")).message)).toContain("Run `/career` without a question");
  });

  it("fits every entry into a message by Discord's count", async () => {
    for (const { id, question } of entries) {
      const { message } = await ask(id);
      expect(textOf(message)).toContain(`### ${question}`);
      expect(sizeOf(message?.components)).toSatisfy(fits);
    }
  });
});

describe("the largest entry that the check accepts", () => {
  it("fits into a message with every status", () => {
    const [claim] = entries[0]?.claims ?? [];
    const [entry] = entries;
    if (!entry || !claim) throw new Error("There is an entry with a claim");
    for (const status of CLAIM_STATUSES) {
      const claims = Array.from({ length: 6 }, () => ({ ...claim, status }));
      const { answer: _none, ...bare } = { ...entry, claims };
      const used = charactersOf(bare.question, claims);
      const card = renderCareerAnswer({ ...bare, answer: "x".repeat(3_000 - used) }, entries);
      expect(sizeOf(card.components)).toSatisfy(fits);
    }
  });
});

type Size = { characters: number; components: number };

const fits = ({ characters, components }: Size) => characters <= 4_000 && components <= 40;

function sizeOf(components: APIMessage["components"]): Size {
  const json = JSON.stringify(components);
  const shown = [...json.matchAll(/"content":("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) => String(JSON.parse(text)));
  return {
    characters: shown.reduce((sum, text) => sum + text.length, 0),
    components: [...json.matchAll(/"type":\d+/g)].length,
  };
}

function charactersOf(question: string, claims: (typeof entries)[number]["claims"]): number {
  const parts = claims.flatMap(({ claim, value, period, place, note = "", source }) => [
    ...[claim, value, period, place, note],
    ...[source.name, source.url ?? ""],
  ]);
  return [question, ...parts].join("").length;
}
