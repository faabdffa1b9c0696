"use server";

import { redirect } from "next/navigation";
import { action } from "~/lib/access/action";

const gated = action({ name: "bench", access: "/bench", run: async () => [null, null] });

export async function save(form: FormData) {
  const answer = await gated(null, form);
  redirect(answer?.success ? "/bench" : "/bench?failed");
}
