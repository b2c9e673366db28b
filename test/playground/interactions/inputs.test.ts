import { ComponentType } from "discord-api-types/v10";
import { describe, expect, it } from "vitest";
import { type ModalInput, submitModal } from "../../../src/playground/interactions/inputs.ts";
import { parseModal } from "../../../src/playground/server/validation/modal.ts";

/** The submitted data of one input in a label. */
function submit(component: object, entered: Omit<ModalInput, "customId"> = {}) {
  const label = { type: ComponentType.Label, label: "Label", component: { custom_id: "in", ...component } };
  const modal = parseModal({ custom_id: "form", title: "Form", components: [label] });
  const { components } = submitModal(modal, [{ customId: "in", ...entered }]);
  const [part] = components;
  return part?.type === ComponentType.Label ? part.component : undefined;
}

const options = ["a", "b", "c"].map((value) => ({ value, label: value }));
const text = { type: ComponentType.TextInput, style: 1 };

describe("a submitted modal", () => {
  it("contains the value of every kind of input", () => {
    expect(submit(text, { value: "hi" })).toEqual({ type: 4, id: 2, custom_id: "in", value: "hi" });
    expect(submit({ type: ComponentType.RadioGroup, options }, { value: "b" })).toMatchObject({ value: "b" });
    expect(submit({ type: ComponentType.RadioGroup, options, required: false })).toMatchObject({ value: null });
    expect(submit({ type: ComponentType.Checkbox }, { value: "true" })).toMatchObject({ value: true });
    expect(submit({ type: ComponentType.Checkbox })).toMatchObject({ value: false });
    expect(submit({ type: ComponentType.CheckboxGroup, options }, { values: ["c", "a"] })).toMatchObject({
      values: ["c", "a"],
    });
    expect(submit({ type: ComponentType.StringSelect, options }, { value: "a" })).toMatchObject({ values: ["a"] });
    expect(submit({ type: ComponentType.UserSelect }, { values: ["1"] })).toMatchObject({ values: ["1"] });
  });

  it.each([
    ["a text that is too short", { ...text, min_length: 3 }, { value: "ab" }, '"in" must have 3 to 4000 characters'],
    ["a text that is too long", { ...text, max_length: 3 }, { value: "abcd" }, '"in" must have 1 to 3 characters'],
    ["no text where one is required", text, {}, '"in" must have 1 to 4000 characters'],
    ["no choice where one is required", { type: 21, options }, {}, '"in" takes 1 to 1 values'],
    ["an unknown choice", { type: 21, options }, { value: "z" }, '"z" isn\'t a choice of "in"'],
    ["too few choices", { type: 22, options, min_values: 2 }, { values: ["a"] }, '"in" takes 2 to 10 values'],
    ["too many choices", { type: 3, options, max_values: 2 }, { values: ["a", "b", "c"] }, '"in" takes 1 to 2 values'],
  ])("is rejected with %s", (_, component, entered, message) => {
    expect(() => submit(component, entered)).toThrow(message);
  });

  it("may leave out optional values", () => {
    expect(submit({ ...text, required: false, min_length: 3 })).toMatchObject({ value: "" });
    expect(submit({ type: ComponentType.StringSelect, options, required: false, min_values: 1 })).toMatchObject({
      values: [],
    });
  });

  it("may contain texts at the limits of their length", () => {
    for (const value of ["ab", "abcd"])
      expect(submit({ ...text, min_length: 2, max_length: 4 }, { value })).toMatchObject({ value });
  });

  it("may contain texts and old rows, but no inputs that the modal doesn't have", () => {
    const row = { type: ComponentType.ActionRow, components: [{ ...text, custom_id: "old", label: "Old" }] };
    const modal = parseModal({ custom_id: "form", title: "Form", components: [{ type: 10, content: "Read" }, row] });
    expect(submitModal(modal, [{ customId: "old", value: "x" }])).toMatchObject({
      custom_id: "form",
      components: [{ type: 10 }, { type: 1, components: [{ custom_id: "old", value: "x" }] }],
    });
    const inputs = ["old", "other"].map((customId) => ({ customId, value: "x" }));
    expect(() => submitModal(modal, inputs)).toThrow('The modal has no input "other"');
  });
});
