import { counted, quoted } from "./words.ts";

export const imports = {
  title: (name: string) => `### ${quoted(name)}`,
  counts: (added: number, changed: number, unchanged: number) => {
    if (added + changed > 0) {
      return `${counted(added, "new question")}, ${changed} changed, ${unchanged} unchanged. Nothing is saved until you confirm.`;
    }
    return unchanged > 0
      ? `Nothing to import: this server already has ${unchanged === 1 ? "this question" : `these ${unchanged} questions`}.`
      : "Nothing to import: the file has no questions.";
  },
  invalid: (errors: number) => `Nothing was imported. Fix ${counted(errors, "error")} and upload the file again:`,
  problem: (line: number, message: string) => `- Line ${line}: ${message}`,
  warnings: (number: number) => `**${counted(number, "warning")}**`,
  more: (number: number) => `… and ${number} more`,
  imported: (count: number) => `Imported ${counted(count, "question")}.`,
  canceled: "Canceled. Nothing was imported.",
  exported: (files: number) =>
    files > 1
      ? `This server's own questions, in ${files} files. You can edit each one and import it again with \`/bank import\`.`
      : "This server's own questions. You can edit the file and import it again with `/bank import`.",
  buttons: { confirm: "Import", cancel: "Cancel" },
} as const;
