import { setTimeout as sleep } from "node:timers/promises";
import type { Faults, RequestLog } from "@claims-starter/local-service";
import {
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type sendUnaryData,
  status,
  type UntypedHandleCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ListenStream } from "./listen.ts";
import { logPath } from "./log-path.ts";
import type { MethodShape, Protocol } from "./protocol.ts";
import type { ServedMethod, Service } from "./service.ts";
import { RpcError, unimplemented } from "./status.ts";
import type { Store } from "./store.ts";

export interface CallContext {
  protocol: Protocol;
  service: Service;
  store: Store;
  faults: Faults;
  requests: RequestLog;
  log: (line: string) => void;
  /** Closes the connection that comes from this address. */
  dropConnection: (peer: string) => void;
  /** Aborts when the server closes: no delayed call goes on. */
  closing: AbortSignal;
}

type AnyCall = Pick<ServerUnaryCall<Buffer, Buffer>, "cancelled" | "getPeer"> & {
  once(event: "cancelled", listener: () => void): unknown;
};

interface RpcFailure {
  code: status;
  details: string;
}

/** Thrown to leave a call without an answer; the log shows it with this code. */
class Unanswered extends Error {
  readonly code: status;

  constructor(code: status) {
    super("The call is left without an answer.");
    this.code = code;
  }
}

const asIs = (bytes: Buffer) => bytes;

/** Every method of the proto, over raw bytes: they are decoded where an error can be answered. */
export function createCalls(context: CallContext): {
  definition: ServiceDefinition;
  handlers: UntypedServiceImplementation;
} {
  const { methods } = context.protocol;
  const bytes = {
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  const definition = Object.fromEntries(
    methods.map((shape) => [shape.name, { ...shape, ...bytes }]),
  );
  const handlers = Object.fromEntries(
    methods.map((shape) => [shape.name, handlerOf(context, shape)]),
  );
  return { definition, handlers };
}

function handlerOf(
  context: CallContext,
  { name, requestStream, responseStream }: MethodShape,
): UntypedHandleCall {
  if (requestStream) {
    return (call: ServerDuplexStream<Buffer, Buffer>) => listen(context, name, call);
  }
  if (responseStream) {
    return async (call: ServerWritableStream<Buffer, Buffer>) => {
      const fail = (error: RpcFailure) => call.emit("error", error);
      const answers = await answer(context, name, call, call.request, fail);
      for (const message of answers ?? []) call.write(message);
      if (answers) call.end();
    };
  }
  return async (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
    const [message] = (await answer(context, name, call, call.request, callback)) ?? [];
    if (message) callback(null, message);
  };
}

const isServed = (service: Service, method: string): method is ServedMethod => method in service;

/** The answer to a call as bytes; undefined when it failed or stays without one. */
async function answer(
  context: CallContext,
  method: string,
  call: AnyCall,
  bytes: Buffer,
  fail: (error: RpcFailure) => void,
): Promise<Buffer[] | undefined> {
  let path = "";
  const record = (code: status) =>
    context.requests.add({ method, path, status: code, api: "firestore" });
  try {
    if (!isServed(context.service, method)) throw unimplemented(method);
    const request = context.protocol.decode(method, bytes);
    path = logPath(request);
    await showFault(context, method, path, call);
    const answers = await serve(context, method, request);
    record(status.OK);
    return answers;
  } catch (error) {
    if (error instanceof Unanswered) {
      record(error.code);
    } else {
      const { code, message } = toRpcError(context, method, error);
      record(code);
      fail({ code, details: message });
    }
    return undefined;
  }
}

async function serve<M extends ServedMethod>(
  { protocol, service }: CallContext,
  method: M,
  request: Parameters<Service[M]>[0],
): Promise<Buffer[]> {
  const answers = await service[method](request);
  return (Array.isArray(answers) ? answers : [answers]).map((message) =>
    protocol.encode(method, message),
  );
}

/** Who calls Write: the SDKs that keep writes while they are offline. */
const WRITE_ADVICE =
  "It is the stream of the web and mobile SDKs: write with the Admin SDK, or point them at Google's emulator (firebase emulators:start --only firestore)";

/** A stream stays open until the client ends it; faults hit each request to listen to something. */
function listen(context: CallContext, method: string, call: ServerDuplexStream<Buffer, Buffer>) {
  const stream = new ListenStream(context.store, (response) =>
    call.write(context.protocol.encode("Listen", response)),
  );
  const record = (path: string, code: status) =>
    context.requests.add({ method, path, status: code, api: "firestore" });

  async function handle(bytes: Buffer): Promise<void> {
    let path = "";
    try {
      if (method === "Write") throw unimplemented("Write", WRITE_ADVICE);
      if (method !== "Listen") throw unimplemented(method);
      const request = context.protocol.decode(method, bytes);
      path = logPath(request);
      await showFault(context, method, path, call);
      if (call.cancelled) return;
      stream.request(request);
      record(path, status.OK);
    } catch (error) {
      stream.close();
      if (error instanceof Unanswered) return record(path, error.code);
      const { code, message } = toRpcError(context, method, error);
      record(path, code);
      call.emit("error", { code, details: message });
    }
  }

  let handled = Promise.resolve();
  call.on("data", (bytes: Buffer) => {
    handled = handled.then(() => handle(bytes));
  });
  call.on("cancelled", () => stream.close());
  call.on("end", () => {
    stream.close();
    call.end();
  });
}

/** Does what the fault for this call says, if there is one; returns when the call may go on. */
async function showFault(
  context: CallContext,
  method: string,
  path: string,
  call: AnyCall,
): Promise<void> {
  const { faults, closing, dropConnection } = context;
  const fault = faults.take(method, `${method} ${path}`);
  if (!fault) return;
  // Not cut short when the client gives up: a write that was abandoned must be able to land later.
  await sleep(fault.delayMs ?? 0, undefined, { signal: closing }).catch(() => {
    throw new Unanswered(status.CANCELLED);
  });
  if (fault.hang) {
    await abandoned(call);
    throw new Unanswered(status.CANCELLED);
  }
  if (fault.dropConnection) {
    dropConnection(call.getPeer());
    throw new Unanswered(status.UNAVAILABLE);
  }
  if (fault.code) throw new RpcError(fault.code, `Fault: ${status[fault.code]}`);
}

/** Settles when the client gives up, or when the server closes and takes the connection down. */
function abandoned(call: AnyCall): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (call.cancelled) resolve();
  call.once("cancelled", resolve);
  return promise;
}

function toRpcError({ log }: CallContext, method: string, error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  log(`Firestore ${method} failed: ${error instanceof Error ? error.stack : error}`);
  return new RpcError(status.INTERNAL, "The local Firestore failed; its output says why.");
}
