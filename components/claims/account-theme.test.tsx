import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { ThemeProvider } from "next-themes";
import { toast } from "sonner";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AccountThemeToggle, useAccountTheme } from "~/components/claims/account-theme";

const clerk = vi.hoisted(() => ({ user: null as unknown }));
vi.mock("@clerk/nextjs", () => ({ useUser: () => clerk }));
vi.mock("sonner", () => ({ toast: { error: vi.fn() } }));

const updateMetadata = vi.fn(async () => undefined);

beforeEach(() => {
  // jsdom has no media queries: the system's theme is light.
  vi.stubGlobal("matchMedia", () => ({ matches: false, addListener() {}, removeListener() {} }));
  localStorage.clear();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
  document.documentElement.className = "";
});

function Choices() {
  const { theme, themes, choose } = useAccountTheme();
  return themes.map((name) => (
    <button key={name} type="button" aria-pressed={name === theme} onClick={() => choose(name)}>
      {name}
    </button>
  ));
}

function open(unsafeMetadata: object | null) {
  clerk.user = unsafeMetadata && { unsafeMetadata, updateMetadata };
  render(
    <ThemeProvider attribute="class">
      <Choices />
      <AccountThemeToggle />
    </ThemeProvider>,
  );
}

test("a theme chosen on another device is followed", async () => {
  open({ theme: "dark" });
  await waitFor(() => expect(document.documentElement).toHaveClass("dark"));
  expect(screen.getByRole("button", { name: "dark", pressed: true })).toBeInTheDocument();
  expect(updateMetadata).not.toHaveBeenCalled();
});

test.each([{ theme: "neon" }, { theme: { dark: true } }, { role: "admin" }, {}])(
  "unsafe metadata may hold anything: %o leaves the theme alone",
  async (unsafeMetadata) => {
    open(unsafeMetadata);
    expect(screen.getByRole("button", { name: "system", pressed: true })).toBeInTheDocument();
    expect(document.documentElement).toHaveClass("light");
  },
);

test("a choice applies at once and is saved to the account", async () => {
  open({ theme: "light" });
  await userEvent.click(screen.getByRole("button", { name: "dark" }));
  expect(document.documentElement).toHaveClass("dark");
  expect(updateMetadata).toHaveBeenLastCalledWith({ unsafeMetadata: { theme: "dark" } });
  await userEvent.click(screen.getByRole("button", { name: "Switch theme" }));
  expect(document.documentElement).toHaveClass("light");
  expect(updateMetadata).toHaveBeenLastCalledWith({ unsafeMetadata: { theme: "light" } });
});

test("a choice that can't be saved stays in this browser, and says so", async () => {
  updateMetadata.mockRejectedValueOnce(new Error("offline"));
  open({});
  await userEvent.click(screen.getByRole("button", { name: "dark" }));
  expect(document.documentElement).toHaveClass("dark");
  await waitFor(() => expect(toast.error).toHaveBeenCalledOnce());
  expect(localStorage.getItem("theme")).toBe("dark");
});

test("without an account the choice is kept in the browser", async () => {
  open(null);
  await userEvent.click(screen.getByRole("button", { name: "Switch theme" }));
  expect(document.documentElement).toHaveClass("dark");
  expect(localStorage.getItem("theme")).toBe("dark");
});
