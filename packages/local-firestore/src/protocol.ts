import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import protobuf from "protobufjs";
import { invalidArgument } from "./status.ts";
import type { MethodName, RequestOf, ResponseOf } from "./wire.ts";

const SERVICE = "google.firestore.v1.Firestore";

/** The larger messages are refused by Google too: https://firebase.google.com/docs/firestore/quotas */
export const MAX_REQUEST_BYTES = 11_534_336;

/** One method of the service, as the proto declares it. */
export interface MethodShape {
  name: string;
  path: string;
  requestStream: boolean;
  responseStream: boolean;
}

export interface Protocol {
  methods: MethodShape[];
  decode<M extends MethodName>(method: M, bytes: Buffer): RequestOf<M>;
  encode<M extends MethodName>(method: M, response: ResponseOf<M>): Buffer;
}

/** Reads the proto that the installed SDK ships, so server and client always speak the same one. */
export function loadProtocol(): Protocol {
  const require = createRequire(import.meta.url);
  const sdk = dirname(require.resolve("@google-cloud/firestore/package.json"));
  const root = protobuf.Root.fromJSON(require(join(sdk, "build/protos/v1.json")));
  const service = root.lookupService(SERVICE);
  service.resolveAll();
  const methods = service.methodsArray;
  const byName = new Map(methods.map((method) => [method.name, method]));

  function typeOf(method: string, side: "resolvedRequestType" | "resolvedResponseType") {
    const type = byName.get(method)?.[side];
    if (!type) throw new Error(`The installed SDK's proto has no method ${method}`);
    return type;
  }

  return {
    methods: methods.map((method) => ({
      name: method.name,
      path: `/${SERVICE}/${method.name}`,
      requestStream: method.requestStream ?? false,
      responseStream: method.responseStream ?? false,
    })),

    decode<M extends MethodName>(method: M, bytes: Buffer): RequestOf<M> {
      if (bytes.length > MAX_REQUEST_BYTES) {
        throw invalidArgument(
          `Request payload size exceeds the limit: ${MAX_REQUEST_BYTES} bytes.`,
        );
      }
      const type = typeOf(method, "resolvedRequestType");
      // wire.ts describes what these options make of each message; protobufjs has no types for it.
      return type.toObject(type.decode(bytes), {
        longs: String,
        enums: String,
        defaults: true,
        oneofs: true,
      }) as RequestOf<M>;
    },

    encode<M extends MethodName>(method: M, response: ResponseOf<M>): Buffer {
      const type = typeOf(method, "resolvedResponseType");
      return Buffer.from(type.encode(type.fromObject(response)).finish());
    },
  };
}
