import { Show, SignInButton, SignUpButton, UserButton, useUser } from "@clerk/react";

export default function App() {
  const { user } = useUser();
  return (
    <header>
      <Show when="signed-out">
        <h1>Signed out</h1>
        <SignInButton />
        <SignUpButton />
      </Show>
      <Show when="signed-in">
        <h1>Signed in as {user?.id}</h1>
        <UserButton />
      </Show>
    </header>
  );
}
