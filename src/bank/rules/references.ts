import { isReferenceHost } from "./reference-hosts.ts";
import { error, type ItemRule } from "./rule.ts";

const FRESH_FOR_DAYS = 365;

export const references: ItemRule = {
  name: "references",
  check: ({ refs }, { today }) =>
    refs.flatMap(({ url, checked }, index) => [
      ...placeOf(url).map((message) => error(["refs", index, "url"], message)),
      ...ageOf(checked, today).map((message) => error(["refs", index, "checked"], message)),
    ]),
};

function placeOf(text: string): string[] {
  const url = new URL(text);
  if (url.protocol !== "https:") return ["Cite the https address."];
  if (isReferenceHost(url)) return [];
  return [`${url.hostname} is not on the list of authorities; cite a standard or the official manual instead.`];
}

function ageOf(checked: string, today: string): string[] {
  const days = (Date.parse(today) - Date.parse(checked)) / 86_400_000;
  if (days < 0) return [`${checked} lies in the future; write the day you read the page.`];
  if (days <= FRESH_FOR_DAYS) return [];
  return [
    `Read the page again and set checked: it was last read ${days} days ago, at most ${FRESH_FOR_DAYS} are allowed.`,
  ];
}
