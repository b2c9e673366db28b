import { expect, it } from "vitest";
import { HOUR } from "../../src/platform/time.ts";
import { isPublic } from "./messages.ts";
import { questions } from "./questions.ts";
import { openStage } from "./stage.ts";

it("the test setup settles only after everything due was posted", async () => {
  const stage = await openStage([questions.single()], { demoDays: 0 });
  const { daily } = stage.channels;
  const posts = () => stage.moderator.visibleMessages(daily).filter(isPublic).length;
  const time = new Date(stage.clock() + HOUR).toISOString().slice(11, 16);
  await stage.addSchedule({ time, "reveal-after": "1h" });
  await stage.settled();
  expect(posts()).toBe(0);

  stage.advance(HOUR);
  await stage.settled();
  expect(posts()).toBe(1);
  expect(JSON.stringify(stage.moderator.visibleMessages(daily))).not.toContain("closed");

  stage.advance(HOUR);
  await stage.settled();
  expect(JSON.stringify(stage.moderator.visibleMessages(daily))).toContain("closed");
});

it("the test setup settles only after a slow Discord has responded", async () => {
  const stage = await openStage([questions.single()], { demoDays: 0 });
  const route = "POST /channels/{channel_id}/messages";
  await stage.addSchedule({ time: new Date(stage.clock() + HOUR).toISOString().slice(11, 16) });
  stage.playground.faults.inject({ kind: "latency", milliseconds: 500, on: route });
  stage.advance(HOUR);
  await stage.settled();
  expect(stage.playground.traffic.count(route, 200)).toBe(1);
});
