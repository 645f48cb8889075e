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
  const answer = (await response.json()) as Answer & { readonly detail?: string };
  if (!response.ok) throw new Error(answer.detail ?? `${response.status}`);
  return answer;
}
