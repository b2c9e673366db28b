/** No flag set. Typed as a number because the enums of discord-api-types have no member for 0. */
export const NO_FLAGS: number = 0;
