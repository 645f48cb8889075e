const STEPS = ['Build', 'Compare', 'Publish'] as const;
export type Step = (typeof STEPS)[number];

/** The way from here to what readers see, and where on it we are; `null` before it begins. */
export function Steps({ at }: { readonly at: Step | null }) {
  const now = at === null ? -1 : STEPS.indexOf(at);
  return (
    <ol class="steps" aria-label="The way to a new index">
      {STEPS.map((step, i) => (
        <li
          key={step}
          class={i < now ? 'step-done' : undefined}
          aria-current={i === now ? 'step' : undefined}
        >
          <span class="step-number" aria-hidden="true">
            {i + 1}
          </span>
          {step}
          {i < now ? <span class="said">, done</span> : null}
        </li>
      ))}
    </ol>
  );
}
