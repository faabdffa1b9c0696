import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import PageError from "./(app)/error";
import ErrorPage from "./error";

const secret = "connect ECONNREFUSED db.internal:5432";

test.each([
  ["the site", ErrorPage],
  ["the app", PageError],
])(
  "%s offers to try again, and shows a reference instead of the error's message",
  async (_, Failed) => {
    const retry = vi.fn();
    render(
      <Failed error={Object.assign(new Error(secret), { digest: "1234567" })} retry={retry} />,
    );
    expect(screen.getByRole("heading", { name: "Something went wrong" })).toBeInTheDocument();
    expect(screen.getByText("1234567")).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent(secret);
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(retry).toHaveBeenCalledOnce();
  },
);

test("shows no reference when there is none", () => {
  render(<ErrorPage error={new Error(secret)} retry={() => {}} />);
  expect(screen.queryByText(/Reference/)).not.toBeInTheDocument();
});
