/** One call that a local service answered. `status` is HTTP's, or the gRPC code for Firestore. */
export interface LoggedRequest {
  method: string;
  path: string;
  status: number;
  api: "backend" | "frontend" | "firestore";
}

const KEPT = 5_000;

/** The last calls, newest last, for tests that count them. */
export class RequestLog {
  #requests: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.#requests.push(request);
    if (this.#requests.length > KEPT) this.#requests.shift();
  }

  list(): readonly LoggedRequest[] {
    return this.#requests;
  }

  clear(): void {
    this.#requests = [];
  }
}
