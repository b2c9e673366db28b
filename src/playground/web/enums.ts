/** Discord's numbers by name. Importing the enums of discord-api-types would add 23 KB to the page. */

export const COMPONENT = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

export const BUTTON_STYLE = { primary: 1, secondary: 2, success: 3, danger: 4, link: 5, premium: 6 } as const;

export const OPTION = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

const MESSAGE_FLAG = { suppressEmbeds: 4, ephemeral: 64, loading: 128, componentsV2: 32_768 } as const;
export const COMMAND = { chatInput: 1, message: 3 } as const;
/** Where a command can be used. */
export const CONTEXT = { guild: 0, botDm: 1 } as const;
export const INTERACTION = { component: 3 } as const;
export const PARAGRAPH_INPUT = 2;

export function hasFlag({ flags }: { flags?: number | undefined }, flag: keyof typeof MESSAGE_FLAG): boolean {
  return ((flags ?? 0) & MESSAGE_FLAG[flag]) !== 0;
}
