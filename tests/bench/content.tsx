import type { ReactNode } from "react";

const ORDERS = Array.from({ length: 50 }, (_, index) => ({ id: index + 1, items: index * 10 }));

/** The same page on every side: a table of 50 rows, and a form. */
export function Content(props: { userId: string; level: string; form?: ReactNode }) {
  return (
    <main>
      <h1>Orders of {props.userId}</h1>
      <p>Role: {props.level}</p>
      <table>
        <tbody>
          {ORDERS.map(({ id, items }) => (
            <tr key={id}>
              <td>Order {id}</td>
              <td>{items} items</td>
            </tr>
          ))}
        </tbody>
      </table>
      {props.form}
    </main>
  );
}
