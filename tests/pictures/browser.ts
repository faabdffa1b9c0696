import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CHROMIUM_ARGS, packagedChromium } from "../tools/chromium.ts";

/** Lets the browser find no fonts but those in a folder. @returns the folder of the configuration */
function fontConfiguration(fonts: string): string {
  const folder = join(fonts, "alone");
  mkdirSync(join(folder, "cache"), { recursive: true });
  writeFileSync(
    join(folder, "fonts.conf"),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
  );
  return folder;
}

/**
 * How to launch the browser that takes the pictures: the one from npm, with its own fonts, so that
 * they are the same on every machine with Linux on x64.
 */
export async function pictureBrowser() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("The pictures are taken in the Chromium that npm has for Linux on x64.");
  }
  const { executablePath, env } = await packagedChromium();
  const fonts = fontConfiguration(join(dirname(executablePath), "fonts"));
  return {
    executablePath,
    args: CHROMIUM_ARGS,
    env: { ...process.env, ...env, FONTCONFIG_PATH: fonts },
  };
}
