import { readFile } from "node:fs/promises";
import { ImageResponse } from "next/og";
import { SITE } from "~/lib/site";

export const alt = `${SITE.name}: ${SITE.title}`;
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";

const FONTS = "node_modules/geist/dist/fonts";
const CLAIMS = ['role: "admin"', 'plan: "pro"', "onboardingComplete: true"];

/** What a link to this app looks like in a chat. Made once, by the build, without the network. */
export default async function OpengraphImage() {
  const [semiBold, mono] = await Promise.all([
    readFile(`${FONTS}/geist-sans/Geist-SemiBold.ttf`),
    readFile(`${FONTS}/geist-mono/GeistMono-Regular.ttf`),
  ]);
  return new ImageResponse(
    <div
      style={{
        width: "100%",
        height: "100%",
        display: "flex",
        flexDirection: "column",
        justifyContent: "space-between",
        padding: 72,
        color: "#ecf1ee",
        backgroundColor: "#0d1110",
        fontFamily: "Geist",
      }}
    >
      <div style={{ display: "flex", alignItems: "center", gap: 20, fontSize: 36 }}>
        <svg width="56" height="56" viewBox="0 0 24 24" aria-hidden="true">
          <path fill="#4fd1a5" fillRule="evenodd" d={SITE.mark} />
        </svg>
        {SITE.name}
      </div>
      <div style={{ fontSize: 76, lineHeight: 1.1, letterSpacing: -2 }}>{SITE.title}</div>
      <div style={{ display: "flex", gap: 20, fontFamily: "Geist Mono", fontSize: 26 }}>
        {CLAIMS.map((claim) => (
          <div
            key={claim}
            style={{
              padding: "12px 24px",
              borderRadius: 999,
              color: "#c4f0df",
              backgroundColor: "#12302a",
            }}
          >
            {claim}
          </div>
        ))}
      </div>
    </div>,
    {
      ...size,
      fonts: [
        { name: "Geist", data: semiBold, weight: 600 },
        { name: "Geist Mono", data: mono, weight: 400 },
      ],
    },
  );
}
