/** Where the tests' imaginary app runs. */
export const APP = "http://localhost:3000";

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON; tests look into it with toMatchObject. */
  body: unknown;
}

/** What clerk-js and Next's proxy are to the Frontend API: form bodies, `_method`, a cookie jar. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  get(path: string): Promise<Answer> {
    return this.#call("GET", path);
  }

  post(path: string, form: Record<string, string> = {}): Promise<Answer> {
    return this.#call("POST", path, form);
  }

  patch(path: string, form: Record<string, string>): Promise<Answer> {
    return this.#call("POST", `${path}?_method=PATCH`, form);
  }

  delete(path: string): Promise<Answer> {
    return this.#call("POST", `${path}?_method=DELETE`);
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async #call(method: string, path: string, form?: Record<string, string>): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      redirect: "manual",
      headers: { cookie: this.cookieHeader(), "clerk-proxy-url": `${APP}/__clerk`, origin: APP },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.setCookie(line);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  }

  setCookie(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (name === undefined) return;
    if (value) this.cookies.set(name, value);
    else this.cookies.delete(name);
  }

  /** Signs in with the form's two fields at once and answers with the session's id. */
  async signIn(email: string, password: string): Promise<string> {
    const answer = await this.post("/v1/client/sign_ins", { identifier: email, password });
    return text(answer, "response", "created_session_id");
  }
}

/** The text at a path of the answer's body; fails the test when there is none. */
export function text(answer: Answer, ...path: string[]): string {
  const value = path.reduce<unknown>(
    (from, key) => (typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined),
    answer.body,
  );
  if (typeof value === "string") return value;
  throw new Error(`No text at ${path.join(".")} of ${JSON.stringify(answer.body)}`);
}
