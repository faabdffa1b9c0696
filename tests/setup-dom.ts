import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// Testing Library does this by itself only where `afterEach` is a global.
afterEach(cleanup);

// Room for a busy machine. What is found at once isn't waited for.
configure({ asyncUtilTimeout: 10_000 });
