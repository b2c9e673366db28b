import { parseArgs } from "node:util";
import { parseFile } from "./parse.ts";
import { describeQuestion } from "./preview.ts";
import { readSources } from "./sources.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { content: { type: "string", default: "content" } },
});

const [wanted = ""] = positionals;
const questions = readSources(values.content).flatMap((file) => parseFile(file).questions.map((item) => item.question));
const question = questions.find(({ id }) => id === wanted);

if (question) {
  console.log(describeQuestion(question));
} else {
  const similar = questions.filter(({ id }) => wanted !== "" && id.includes(wanted)).map(({ id }) => id);
  const hint = similar.length > 0 ? `Did you mean ${similar.slice(0, 5).join(", ")}?` : "Example: http.lost-put.";
  console.error(`There is no valid question with the id "${wanted}". ${hint}`);
  console.error("If it's a new question, npm run content:lint shows what it needs.");
  process.exitCode = 1;
}
