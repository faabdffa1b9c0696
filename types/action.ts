export type ActionFailure = {
  success: false;
  /** A sentence for the visitor. */
  error: string;
  /** A DbErrorCode, a denial's code, or `invalid-input`. */
  code: string;
  /** What to correct, by field name; `form` stands for the form as a whole. */
  fieldErrors?: Record<string, string[]>;
  /** Whether the same input may succeed when it is sent again. */
  retryable?: boolean;
  /** Milliseconds the service asked to wait before that. */
  retryAfterMs?: number;
  /** What was entered, to show again: React and browsers both empty a form that was sent. */
  entered?: Record<string, unknown>;
};

export type ActionResponse<Data = null> =
  | { success: true; data: Data; message?: string }
  | ActionFailure;

/** What `useActionState` and `<form action>` take. */
export type Action<Data = null> = (
  previous: ActionResponse<Data> | null,
  form: FormData,
) => Promise<ActionResponse<Data>>;
