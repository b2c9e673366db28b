import { MessageFlags, Routes } from "discord.js";
import { z } from "zod";
import { renderQuestion } from "../../../src/features/questions/view.ts";
import { createRest } from "../../../src/platform/discord/rest.ts";
import { questions } from "../../support/questions.ts";
import { serveParent } from "../child.ts";
import { cpuSoFar } from "../cpu.ts";
import { inFlight } from "../in-flight.ts";
import { log } from "../redis.ts";
import { samplePost } from "../sample.ts";

/** Child process: sends one message to each channel with discord.js's REST client. */

const [apiUrl = "", token = "", width = "16"] = process.argv.slice(2);
const asked = z.object({ channelIds: z.array(z.string()) });
const rest = createRest({ apiUrl, token, log, requestsPerSecond: 50_000 });
const question = questions.single();
const { components } = renderQuestion(samplePost(question, "1", "1"), question, 0);
const body = { components, flags: MessageFlags.IsComponentsV2, allowed_mentions: { parse: [] } };

serveParent({ ready: true }, async (order) => {
  const { channelIds } = asked.parse(order);
  const before = cpuSoFar();
  const seconds = await inFlight(Number(width), channelIds.length, async (index) => {
    await rest.post(Routes.channelMessages(channelIds[index] ?? ""), { body });
  });
  return { seconds, cpu: cpuSoFar() - before };
});
