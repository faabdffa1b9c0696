interface Running {
  version: string;
  execPath: string;
  cwd(): string;
}

/** What `engines` in package.json asks for; a test compares them. */
export const OLDEST_NODE = "22.22.2";

/**
 * Checks the Node that builds or serves the app.
 * @param isLocal whether it does so on local services
 * @throws {Error} in one sentence, when it is too old, or when it is the one that packages/dev-node
 *   fetched for development: production never runs a binary from npm
 */
export function checkNode(isLocal: boolean, { version, execPath, cwd }: Running = process): void {
  if (version.slice(1).localeCompare(OLDEST_NODE, "en", { numeric: true }) < 0) {
    throw new Error(`This app needs Node ${OLDEST_NODE} or newer, and this is Node ${version}.`);
  }
  if (!isLocal && execPath.startsWith(cwd()) && execPath.includes("node_modules")) {
    throw new Error(
      `Production needs Node ${OLDEST_NODE} or newer on the machine itself. The Node in node_modules is for development.`,
    );
  }
}
