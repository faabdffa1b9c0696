import { getImageProps } from "next/image";
import { preload } from "react-dom";
import dashboardDark from "./dashboard-dark.png";
import dashboardLight from "./dashboard-light.png";
import phoneDark from "./dashboard-phone-dark.png";
import phoneLight from "./dashboard-phone-light.png";

const WIDE = "(min-width: 40rem)";
const NARROW = "(max-width: 39.99rem)";

/** One for each theme and width. A hidden one is never loaded, because pictures load when they are seen. */
const PICTURES = [
  { src: dashboardLight, className: "max-sm:hidden dark:hidden", width: WIDE, theme: "light" },
  { src: dashboardDark, className: "hidden sm:dark:block", width: WIDE, theme: "dark" },
  { src: phoneLight, className: "sm:hidden dark:hidden", width: NARROW, theme: "light" },
  { src: phoneDark, className: "hidden max-sm:dark:block", width: NARROW, theme: "dark" },
].map(({ src, className, ...when }) => {
  const alt = "The dashboard, with the role, plan and other claims of the session token";
  const sizes = "(min-width: 64rem) 61rem, 100vw";
  return { ...when, props: getImageProps({ src, className, alt, sizes }).props };
});

/**
 * The dashboard in the visitor's theme. It is the largest thing on the first screen, so it loads at once.
 * Who has chosen another theme than their system's loads two.
 */
export function DashboardPicture() {
  for (const { props, width, theme } of PICTURES) {
    preload(props.src, {
      as: "image",
      fetchPriority: "high",
      imageSizes: props.sizes,
      imageSrcSet: props.srcSet,
      media: `${width} and (prefers-color-scheme: ${theme})`,
    });
  }
  return (
    <div className="overflow-hidden rounded-2xl border shadow-lg">
      {PICTURES.map(({ props }) => (
        // biome-ignore lint/performance/noImgElement: Image would bring 6 KB of scripts that these don't use.
        <img key={props.src} {...props} alt={props.alt} />
      ))}
    </div>
  );
}
