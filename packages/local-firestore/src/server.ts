import { createServer, type Server as Listener, type Socket } from "node:net";
import { Faults, RequestLog } from "@claims-starter/local-service";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { createCalls } from "./calls.ts";
import { isProject, PROJECT_RULE } from "./names.ts";
import { checkOptions, type FirestoreOptions } from "./options.ts";
import { openDataFile } from "./persistence.ts";
import { loadProtocol, MAX_REQUEST_BYTES } from "./protocol.ts";
import { addSeed, type Seed } from "./seed.ts";
import { createService } from "./service.ts";
import { Store } from "./store.ts";
import { Transactions } from "./transactions.ts";

const LOOPBACK = "127.0.0.1";

export interface LocalFirestore {
  /** "127.0.0.1:PORT", for FIRESTORE_EMULATOR_HOST. */
  host: string;
  /** Failures to show on purpose. */
  faults: Faults;
  /** The last calls, for tests that count them. */
  requests: RequestLog;
  /**
   * Adds the documents whose paths are free to a project's default database. Returns how many.
   * @throws {Error} that names the document which cannot be stored; then none is added
   */
  seed(documents: Seed, project: string): Promise<number>;
  /** Deletes all documents of all databases and ends all transactions. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a Firestore for development and tests, which the Admin SDK reaches through
 * FIRESTORE_EMULATOR_HOST as it would reach Google's emulator. It serves any project and database,
 * checks no credentials, and is reachable from this machine only.
 */
export async function startLocalFirestore(options: FirestoreOptions = {}): Promise<LocalFirestore> {
  checkOptions(options);
  const { faults = new Faults(), requests = new RequestLog(), log = () => {} } = options;
  const { dataFile, reset = false } = options;
  const data = dataFile === undefined ? undefined : openDataFile(dataFile, { reset, log });
  const store = new Store(data?.log, data?.documents);
  const transactions = new Transactions(store);
  const closing = new AbortController();
  const sockets = new Map<string, Socket>();

  const { definition, handlers } = createCalls({
    protocol: loadProtocol(),
    service: createService(store, transactions),
    store,
    faults,
    requests,
    log,
    dropConnection: (peer) => sockets.get(peer)?.destroy(),
    closing: closing.signal,
  });
  // Roomier than the limit that decode() checks, whose error is the one that Google answers.
  const grpc = new Server({
    "grpc.max_receive_message_length": 4 * MAX_REQUEST_BYTES,
    "grpc.max_send_message_length": -1,
  });
  grpc.addService(definition, handlers);

  // The sockets are ours, not gRPC's, so that a fault can cut one and close() need not wait.
  const connections = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer({ noDelay: true }, (socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.on("close", () => sockets.delete(peer));
    socket.on("error", () => socket.destroy());
    connections.injectConnection(socket);
  });
  const port = await listen(listener, options.port ?? 0).catch(async (error: unknown) => {
    await data?.log.close();
    throw error;
  });

  async function shutDown(): Promise<void> {
    closing.abort();
    const closed = new Promise((resolve) => listener.close(resolve));
    for (const socket of sockets.values()) socket.destroy();
    connections.destroy();
    grpc.forceShutdown();
    await closed;
    await data?.log.close();
  }
  let closed: Promise<void> | undefined;

  return {
    host: `${LOOPBACK}:${port}`,
    faults,
    requests,
    async seed(documents, project) {
      if (!isProject(project)) throw new Error(`The project is "${project}"; use ${PROJECT_RULE}.`);
      return addSeed(store, project, documents);
    },
    async reset() {
      transactions.clear();
      store.clear();
    },
    close() {
      closed ??= shutDown();
      return closed;
    },
  };
}

function listen(listener: Listener, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  listener.once("error", reject);
  listener.listen(port, LOOPBACK, () => {
    const address = listener.address();
    if (address === null || typeof address === "string") reject(new Error("No TCP address"));
    else resolve(address.port);
  });
  return promise;
}
