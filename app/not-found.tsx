import type { Metadata } from "next";
import { PageNotFound } from "~/components/site/page-not-found";

export const metadata: Metadata = {
  title: "Not found",
  description: "There is nothing at this address.",
};

export default function NotFound() {
  return <PageNotFound />;
}
