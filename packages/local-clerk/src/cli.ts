#!/usr/bin/env node
import module from "node:module";

// Node keeps the compiled code for the next start.
module.enableCompileCache?.();
await import("./command.ts");
