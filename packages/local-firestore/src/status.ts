import { status } from "@grpc/grpc-js";

/** An error that a caller of the API sees: a gRPC code and a text. */
export class RpcError extends Error {
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.name = "RpcError";
    this.code = code;
  }
}

export const invalidArgument = (message: string) => new RpcError(status.INVALID_ARGUMENT, message);

/** @param advice what the caller can do instead, without its full stop */
export const unimplemented = (what: string, advice?: string) =>
  new RpcError(
    status.UNIMPLEMENTED,
    [`The local Firestore does not implement ${what}.`, advice && `${advice}.`]
      .filter(Boolean)
      .join(" "),
  );
