/** An action that Discord's own client wouldn't let the user take. The message is what the client would show. */
export class ClientError extends Error {}
