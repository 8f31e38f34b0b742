/** What a peer sent is not ZMTP, or more than we take. Ends its connection and nothing else. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}
