const KEPT = 200;

interface Message {
  /** An email address or a phone number. */
  to: string;
  code: string;
  /** Milliseconds since 1970. */
  sentAt: number;
}

/** The messages that a real Clerk would have sent, newest last. */
export class Outbox {
  #messages: Message[] = [];

  add(message: Message): void {
    this.#messages = [...this.#messages, message].slice(-KEPT);
  }

  list(): readonly Message[] {
    return this.#messages;
  }

  clear(): void {
    this.#messages = [];
  }
}
