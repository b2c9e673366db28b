import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { launchOptions } from "../support/chromium.ts";
import { openPage, send } from "../support/page.ts";
import { playLive, sitExam } from "./acts.ts";
import { shrinkPng } from "./png.ts";
import { openScene, type Scene, ZONE } from "./scene.ts";

/** `npm run pictures`: takes the README's screenshots of the real page and bot. */

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
/** Keeps the README fast on slow connections. */
const MOST_BYTES = 100 * 1024;

async function main(): Promise<void> {
  const scene = await openScene();
  const browser = await chromium.launch(launchOptions());
  try {
    await takePictures(scene, browser);
  } finally {
    await browser.close();
    await scene.close();
  }
}

async function takePictures(scene: Scene, browser: Browser): Promise<void> {
  const { people } = scene.playground;
  const [noor, tomas, yuki] = people.members;

  await scene.start();
  const mira = await sit(scene, browser, people.moderator.id, "dark");
  await send(mira, `/schedule add channel:#daily time:09:00 timezone:${ZONE} days:weekdays thread:True`);
  await picture("schedule", newest(mira, "is set"));

  const { today, question } = await scene.playUntilToday();
  scene.goTo(today, "09:14");
  const first = await sit(scene, browser, noor.id, "dark");
  await first.locator(`[data-custom-id="${scene.option(question, true)}"]`).click();
  const feedback = newest(first, "✓ Correct!");
  await feedback.waitFor();
  await picture("playground", first);
  await picture("feedback", feedback);

  const second = await sit(scene, browser, yuki.id, "light");
  await send(second, "/daily");
  await picture("daily", newest(second, "You can answer the question from"));
  await second
    .locator(`[data-custom-id="${scene.option(question, true)}"]`)
    .last()
    .click();

  await scene.playground.person(tomas.id).click(question, scene.option(question, false));
  scene.goTo(today, "15:01");
  const revealed = await scene.reads(question, "closed");
  const third = await sit(scene, browser, noor.id, "dark");
  await picture("reveal", third.locator(`[data-message-id="${revealed.id}"]`));
  await send(third, "/leaderboard");
  await picture("leaderboard", newest(third, "This week"));

  await scene.openBank();
  const exams = scene.playground.person(noor.id, { settleAfterMs: 500 });
  await sitExam(scene, exams, "a");
  await picture("exam", newest(third, "used /exam start"));
  await send(third, "/profile");
  await newest(third, "Your profile").locator("img");
  await newest(third, "Your profile").locator("img").waitFor();
  await third.evaluate(`document.querySelector(".message-body img").decode()`);
  await picture("profile", newest(third, "Your profile"));

  const host = scene.playground.person(people.moderator.id, { settleAfterMs: 500 });
  const podium = await playLive(
    scene,
    host,
    [tomas, noor, yuki].map(({ id }) => scene.playground.person(id)),
  );
  await third.locator("[data-channel-id]", { hasText: "general" }).click();
  await picture("podium", third.locator(`[data-message-id="${podium.id}"]`));
}

/** Opens the page at the scene's time, without the welcome screen. */
async function sit(scene: Scene, browser: Browser, personId: string, colorScheme: "dark" | "light"): Promise<Page> {
  // The width of a card, so that a single message fills the image.
  const viewport = { width: 1040, height: 980 };
  return openPage(browser, scene.playground.url, personId, {
    viewport,
    colorScheme,
    async prepare(page) {
      await page.addInitScript(scene.clock.forPage());
      await page.addInitScript('localStorage.setItem("rootine.guide-dismissed", "yes")');
    },
  });
}

function newest(page: Page, words: string): Locator {
  return page.locator(".message", { hasText: words }).last();
}

/** Takes the whole page or a single message, in the dark and the light theme. */
async function picture(name: string, shown: Page | Locator): Promise<void> {
  const page = "goto" in shown ? shown : shown.page();
  // Avoid hover styles.
  await page.mouse.move(0, 0);
  // A page that is still rendering would reset the theme.
  if (!("goto" in shown)) await shown.waitFor();
  for (const theme of ["dark", "light"]) {
    await page.evaluate(`document.documentElement.dataset.theme = "${theme}"`);
    const png = shrinkPng(await ("goto" in shown ? shown.screenshot(STILL) : crop(shown)));
    const file = `${name}-${theme}.png`;
    if (png.length > MOST_BYTES) throw new Error(`${file} has ${png.length} bytes, more than ${MOST_BYTES}`);
    writeFileSync(`${FOLDER}${file}`, png);
    process.stdout.write(`${file} ${Math.ceil(png.length / 1024)} KB\n`);
  }
}

const STILL = { animations: "disabled", caret: "hide" } as const;

async function crop(message: Locator): Promise<Buffer> {
  await message.waitFor();
  await message.evaluate((element) => {
    // A border has the message's background and doesn't move its content.
    element.style.borderBlock = "10px solid transparent";
    element.scrollIntoView({ block: "center" });
  });
  const box = await message.boundingBox();
  if (!box) throw new Error("The element isn't visible.");
  return message.page().screenshot({ ...STILL, clip: box });
}

await main();
