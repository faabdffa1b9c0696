import type { Browser } from "@playwright/test";
import sharp from "sharp";
import type { LocalServices } from "../e2e/support/local.ts";

export interface Recording {
  /** Where the animated WebP is kept. */
  file: string;
  take(browser: Browser, local: LocalServices): Promise<Buffer>;
}

/** Pixels from the top left corner. */
export interface Point {
  x: number;
  y: number;
}

interface Frame {
  png: Buffer;
  ms: number;
}

const POINTER = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="26" viewBox="0 0 20 26"><path d="M2 2v18l4.6-4.2 3 7 3.4-1.5-3-6.9 6.2-.4z" fill="#111" stroke="#fff" stroke-width="1.6"/></svg>`;
const GLIDE_FRAMES = 6;
const GLIDE_MS = 60;

/** Frames of an animated picture, each with how long it stands, and a pointer that glides. */
export class Film {
  readonly #frames: Frame[] = [];
  #pointer: Point;
  #scene = Buffer.alloc(0);

  constructor(width: number, height: number) {
    this.#pointer = { x: width / 2, y: height / 2 };
  }

  async #add({ x, y }: Point, ms: number): Promise<void> {
    const pointer = { input: Buffer.from(POINTER), left: Math.round(x), top: Math.round(y) };
    const png = await sharp(this.#scene).composite([pointer]).png().toBuffer();
    this.#frames.push({ png, ms });
  }

  /** Shows a scene, as a PNG of the film's size, for so long. */
  async show(scene: Buffer, ms: number): Promise<void> {
    this.#scene = Buffer.from(scene);
    await this.#add(this.#pointer, ms);
  }

  /** Moves the pointer over the last scene. */
  async glide(to: Point): Promise<void> {
    const from = this.#pointer;
    for (let step = 1; step <= GLIDE_FRAMES; step += 1) {
      const part = (1 - Math.cos((Math.PI * step) / GLIDE_FRAMES)) / 2;
      const point = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
      await this.#add(point, step < GLIDE_FRAMES ? GLIDE_MS : 300);
    }
    this.#pointer = to;
  }

  /** The whole as an animated WebP that starts again at its end. */
  toWebp(): Promise<Buffer> {
    return sharp(
      this.#frames.map(({ png }) => png),
      { join: { animated: true } },
    )
      .webp({
        quality: 80,
        effort: 5,
        minSize: true,
        loop: 0,
        delay: this.#frames.map(({ ms }) => ms),
      })
      .toBuffer();
  }
}
