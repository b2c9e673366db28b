import { parseArgs } from "node:util";
import { parseFile } from "./parse.ts";
import { previewOf } from "./preview.ts";
import { readSources } from "./source.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { content: { type: "string", default: "content" } },
});

const [wanted = ""] = positionals;
const questions = readSources(values.content).flatMap((file) => parseFile(file).questions.map((item) => item.question));
const question = questions.find(({ id }) => id === wanted);

if (question) {
  console.log(previewOf(question));
} else {
  const near = questions.filter(({ id }) => wanted !== "" && id.includes(wanted)).map(({ id }) => id);
  const hint = near.length > 0 ? `Did you mean ${near.slice(0, 5).join(", ")}?` : "Give one such as http.lost-put.";
  console.error(
    `No readable question has the id "${wanted}". ${hint} If it is new, npm run content:lint says what it lacks.`,
  );
  process.exitCode = 1;
}
