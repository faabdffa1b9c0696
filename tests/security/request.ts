import { type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends a request as it is: no client tidies its path, its headers or its cookies. */
export function ask(
  url: string,
  path: string,
  { method = "GET", headers, body }: Sent,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(url);
  request(
    { hostname, port, path, method, headers: { host: `localhost:${port}`, ...headers } },
    (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    },
  )
    .on("error", reject)
    .end(body);
  return promise;
}

export interface Forged {
  headers: Record<string, string>;
  body: string;
}

const BOUNDARY = "boundary-of-a-forged-form";

/** As React sends the form of an action that `useActionState` calls. */
export function form(fields: Record<string, string>): Forged {
  const parts = [
    ...Object.entries(fields).map(([name, value]) => [`_1_${name}`, value]),
    ["0", '[null,"$K1"]'],
  ];
  const lines = parts.map(
    ([name, value]) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
    body: `${lines.join("")}--${BOUNDARY}--\r\n`,
  };
}
