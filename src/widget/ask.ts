import type { Answer } from './answer.js';

/** Throws an error that says what went wrong and, as far as a browser may know, what to do. */
export async function ask(address: string, signal: AbortSignal): Promise<Answer> {
  // The server needs to know which site asks, which `Origin` says, and neither the reader nor the page.
  const response = await fetch(address, { signal, credentials: 'omit', referrerPolicy: 'origin' }).catch(
    (error: unknown) => {
      throw new Error(
        `${error}. Is the server there, and may this page ask it? seealso serve --cors-origin ${location.origin}`,
      );
    },
  );
  const { ok, status } = response;
  const answer: Answer & { readonly detail?: string } = await response.json().catch(() => {
    throw new Error(`Expected JSON, received status ${status}. Is that the address of seealso?`);
  });
  if (!ok) throw new Error(answer.detail ?? `Status ${status}`);
  return answer;
}
