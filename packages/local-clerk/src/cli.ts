#!/usr/bin/env node
import module from "node:module";

// Node keeps the compiled code, so that the next start takes a quarter less.
module.enableCompileCache();
await import("./command.ts");
