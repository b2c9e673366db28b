import { type Browser, chromium, type Page } from "playwright-core";
import { loadBank } from "../../src/bank/load.ts";
import { renderQuestion } from "../../src/features/questions/view.ts";
import { openPlayground, type Playground } from "../../src/playground/playground.ts";
import { chromiumPath, launchOptions } from "../support/chromium.ts";
import { openPage } from "../support/page.ts";
import { type Figure, median, percentile } from "./figures.ts";
import { samplePost } from "./sample.ts";

/** Measures in the local browser how fast the playground's page becomes usable and how a channel of a thousand messages scrolls. */

const VISITS = 7;
const MESSAGES = 1_000;
/** One in this many messages is a question, the others are plain text. */
const QUESTION_EVERY = 3;
/** Pixels per frame, like a fast mouse wheel. */
const STEP = 120;
/** Two frames at 60 Hz, with some tolerance. */
const SMOOTH_MS = 35;

export async function page(): Promise<Figure[]> {
  if (!chromiumPath) {
    console.log("page: skipped; install Chromium or set CHROMIUM_PATH");
    return [];
  }
  const playground = await openPlayground({ port: 0, limits: "none" });
  const browser = await chromium.launch(launchOptions());
  try {
    await playground.preparePage();
    const first = await firstView(browser, playground);
    await fill(playground);
    return [...first, ...(await longChannel(browser, playground))];
  } finally {
    await browser.close();
    await playground.close();
  }
}

/** The time from the navigation to the frame in which the input is usable, with an empty cache. */
async function firstView(browser: Browser, { url, people }: Playground): Promise<Figure[]> {
  const took: number[] = [];
  let bytes = 0;
  for (let number = 0; number < VISITS; number += 1) {
    const shown = await openPage(browser, url, people.moderator.id, {
      prepare: (fresh) => fresh.addInitScript(NOTE_READY),
    });
    await shown.waitForFunction("window.readyAt");
    took.push(await numberFrom(shown, "window.readyAt"));
    bytes = await numberFrom(shown, SCRIPT_BYTES);
    await shown.context().close();
  }
  return [
    {
      name: "page: time until usable",
      value: median(took),
      unit: "ms",
      target: { atMost: 1_000 },
      from: `${Math.min(...took).toFixed(0)} to ${Math.max(...took).toFixed(0)} ms, ${VISITS} visits`,
    },
    { name: "page: initial script, gzipped", value: bytes / 1_024, unit: "KB", target: { atMost: 150 } },
  ];
}

async function longChannel(browser: Browser, { url, people }: Playground): Promise<Figure[]> {
  const shown = await openPage(browser, url, people.members[0].id);
  await shown.locator(".message").last().waitFor();
  const idle = await scroll(shown, 0);
  const up = await scroll(shown, -STEP);
  const loaded = await shown.locator(".message").count();
  if (loaded < MESSAGES) throw new Error(`Only ${loaded} of ${MESSAGES} messages were shown`);
  const down = await scroll(shown, STEP);
  const keys = await type(shown);
  return [
    smoothness("nothing done, as a measure of the others", idle),
    smoothness(`${MESSAGES} messages up, older ones loading`, up),
    smoothness(`${MESSAGES} messages down`, down),
    {
      name: `page: key press latency below ${MESSAGES} messages`,
      value: median(keys),
      unit: "ms",
      target: { atMost: 50 },
      from: `to the next frame; worst ${Math.max(...keys).toFixed(0)} ms`,
    },
  ];
}

type Scrolled = { frames: number[]; tasks: number[] };

function smoothness(what: string, { frames, tasks }: Scrolled): Figure {
  const worst = `worst ${Math.max(...frames).toFixed(0)} ms`;
  return {
    name: `page: 99 of 100 frames, ${what}`,
    value: percentile(frames, 0.99),
    unit: "ms",
    target: { atMost: SMOOTH_MS },
    from: `${frames.length} frames, median ${median(frames).toFixed(1)} ms, ${worst}; ${tasks.length} tasks over 50 ms`,
  };
}

/** Scrolls until the end is reached. */
async function scroll(shown: Page, step: number): Promise<Scrolled> {
  const found: unknown = await shown.evaluate(`(${SCROLL})(${step})`);
  if (!isScrolled(found)) throw new Error("The browser reported no frames");
  return found;
}

function isScrolled(found: unknown): found is Scrolled {
  return typeof found === "object" && found !== null && "frames" in found && "tasks" in found;
}

/** The time from a key press to the frame that shows it. */
async function type(shown: Page): Promise<number[]> {
  await shown.locator("#composer").focus();
  await shown.evaluate(`window.keys = []; document.querySelector("#composer").addEventListener("keydown", () => {
    const from = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.keys.push(performance.now() - from)));
  }, true)`);
  const words = "a quickly typed sentence";
  await shown.keyboard.type(words, { delay: 40 });
  await shown.waitForFunction(`window.keys.length === ${words.length}`);
  const keys: unknown = await shown.evaluate("window.keys");
  return Array.isArray(keys) ? keys.map(Number) : [];
}

async function fill({ apiUrl, token, guild, people, person }: Playground): Promise<void> {
  const { daily } = guild.channels;
  const bank = loadBank({ content: "content" });
  const talkers = people.members.map(({ id }) => person(id));
  for (let number = 0; number < MESSAGES; number += 1) {
    const question = bank[number % bank.length];
    if (number % QUESTION_EVERY > 0 || !question) {
      talkers[number % talkers.length]?.sendMessage(`Message ${number}: **why** is \`PUT\` safe to *repeat*?`, daily);
      continue;
    }
    const { components } = renderQuestion(samplePost(question, guild.id, daily), question, number);
    const reply = await fetch(`${apiUrl}/v10/channels/${daily}/messages`, {
      method: "POST",
      headers: { authorization: `Bot ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ components, flags: 1 << 15 }),
    });
    if (!reply.ok) throw new Error(`${question.id}: ${reply.status} ${await reply.text()}`);
    await reply.arrayBuffer();
  }
}

async function numberFrom(shown: Page, expression: string): Promise<number> {
  return Number(await shown.evaluate(expression));
}

const SCRIPT_BYTES = `performance.getEntriesByType("resource")
  .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

/** Records when the input and the first messages are visible. */
const NOTE_READY = `new MutationObserver((_, watch) => {
  if (!document.querySelector("#composer") || !document.querySelector(".channel-start, .message")) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.readyAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true })`;

/** Scrolls frame by frame until nothing has moved for a second. */
const SCROLL = `async (step) => {
  const scroller = document.querySelector(".scroller");
  const [frames, tasks] = [[], []];
  const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  watch.observe({ type: "longtask" });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let still = 0;
  let before = await frame();
  while (still < 60) {
    const top = scroller.scrollTop;
    scroller.scrollBy({ top: step, behavior: "instant" });
    const at = await frame();
    frames.push(at - before);
    before = at;
    still = scroller.scrollTop === top ? still + 1 : 0;
  }
  watch.disconnect();
  return { frames, tasks };
}`;
