/** A user's picture, beside their name: it says nothing that the name does not. */
export function Avatar({ src }: { src: string }) {
  // Clerk serves it small already, from a host of its own.
  // biome-ignore lint/performance/noImgElement: see above
  return <img src={src} alt="" width={36} height={36} className="size-9 rounded-full bg-muted" />;
}
