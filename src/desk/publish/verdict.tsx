import type { Verdict } from '../../engine/builds.js';
import { Icon } from '../ui/icon.js';
import { useArrival } from './arrival.js';
import { From } from './sources.js';

/** Whether the build may go out: what speaks against it first, what is well after it. */
export function VerdictCard({
  verdict,
  builtBefore,
  sources,
}: {
  readonly verdict: Verdict;
  /** `3 minutes ago` */
  readonly builtBefore: string;
  readonly sources: readonly string[];
}) {
  const { passed, findings } = verdict;
  const heading = useArrival();
  const against = findings.filter((finding) => !finding.passed);
  const well = findings.filter((finding) => finding.passed);
  return (
    <section class={`verdict ${passed ? 'verdict-good' : 'verdict-bad'}`} aria-labelledby="verdict-title">
      <h2 id="verdict-title" class="stage-title" ref={heading} tabIndex={-1}>
        <Icon name={passed ? 'check' : 'block'} />
        {passed ? 'Ready to publish' : 'Held back'}
      </h2>
      <p>
        Built {builtBefore}, <From sources={sources} />.{' '}
        {passed
          ? 'Look over what changes for readers, then publish it.'
          : 'This build is clearly worse than what is on the site, which stays as it is.'}
      </p>
      <Findings findings={against} />
      {well.length === 0 ? null : (
        <ul class="findings findings-well">
          {well.map(({ check, text }) => (
            <li key={check}>
              <Icon name="check" />
              <span dir="auto">
                <span class="said">Passed: </span>
                {text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What is wrong with it, in the server's words. */
export function Findings({ findings }: { readonly findings: Verdict['findings'] }) {
  if (findings.length === 0) return null;
  return (
    <ul class="findings findings-against">
      {findings.map(({ check, text }) => (
        <li key={check}>
          <Icon name="warning" />
          <span dir="auto">{text}</span>
        </li>
      ))}
    </ul>
  );
}
