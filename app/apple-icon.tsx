import { ImageResponse } from "next/og";
import { SITE } from "~/lib/site";

export const size = { width: 180, height: 180 };
export const contentType = "image/png";

/** The mark for home screens, which take no SVG. */
export default function AppleIcon() {
  return new ImageResponse(
    <div style={{ width: "100%", height: "100%", display: "flex", backgroundColor: "#ffffff" }}>
      <svg width="180" height="180" viewBox="2 2 20 20" aria-hidden="true">
        <path fill="#0b6b52" fillRule="evenodd" d={SITE.mark} />
      </svg>
    </div>,
    size,
  );
}
