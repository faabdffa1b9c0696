/*
 * Next's metadata files, by the URLs that it serves them at: next/dist/lib/metadata. A file of a route
 * group has a hash in its name, an image with `generateImageMetadata` an id below it.
 */
const IMAGE =
  /^(icon|apple-icon|opengraph-image|twitter-image)\d?(?:-[0-9a-z]{1,6})?(\.(?:ico|jpe?g|png|svg|gif))?$/;
const OF_THE_SITE = ["favicon.ico", "robots.txt", "manifest.webmanifest", "manifest.json"];

/**
 * The name of a metadata file without number, hash and extension, as a key of POLICY has it.
 * @param rest the segments of a path below the folder that the file is in
 */
export function metadataFile(rest: readonly string[]): string | undefined {
  const [name = "", id, ...more] = rest;
  if (more.length > 0) return undefined;
  if (id === undefined && OF_THE_SITE.includes(name)) return name;
  if (id === undefined ? name === "sitemap.xml" : name === "sitemap" && id.endsWith(".xml")) {
    return "sitemap.xml";
  }
  const [, image, extension] = IMAGE.exec(name) ?? [];
  return id === undefined || extension === undefined ? image : undefined;
}

/** Whether a path may lead to a metadata file: what answers there may have no guard of its own. */
export function isMetadataFile(pathname: string): boolean {
  const segments = pathname.split("/");
  return [1, 2].some((length) => metadataFile(segments.slice(-length)) !== undefined);
}
