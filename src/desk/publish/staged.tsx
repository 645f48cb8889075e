import { useState } from 'preact/hooks';
import type { GenerationEntry, Staged } from '../../engine/builds.js';
import { desk } from '../api/desk.js';
import { useShortcuts } from '../shell/shortcuts.js';
import { Button } from '../ui/button.js';
import { Key, Notice } from '../ui/pieces.js';
import { ago } from '../ui/time.js';
import { Affected } from './affected.js';
import { DiscardDialog, PublishAnywayDialog } from './dialogs.js';
import { comparedText, KeyFigures } from './figures.js';
import { SideBySide } from './side-by-side.js';
import type { Doing } from './state.js';
import { VerdictCard } from './verdict.js';

/** The build that waits: may it go out, what would change, and the buttons that decide. */
export function StagedBuild({
  staged,
  served,
  isAdmin,
  doing,
  now,
}: {
  readonly staged: Staged;
  readonly served: GenerationEntry | null;
  readonly isAdmin: boolean;
  readonly doing: Doing;
  readonly now: number;
}) {
  const [asked, ask] = useState<'anyway' | 'discard' | null>(null);
  const { comparison, verdict } = staged;
  const publish = () => {
    if (verdict.passed && !doing.isBusy) doing.run(() => desk.publish({ anyway: false }));
  };
  useShortcuts({ 'Ctrl+Enter': publish });
  const close = () => ask(null);
  return (
    <div class="staged">
      <VerdictCard verdict={verdict} builtBefore={ago(staged.builtAt, now)} sources={staged.sources} />
      {comparison === null ? (
        <p class="meta">
          {served === null
            ? 'Nothing is on the site yet, so that there is nothing to compare it with.'
            : 'Nothing changes for readers: it is what is on the site.'}
        </p>
      ) : (
        <>
          <section class="staged-part" aria-label="In numbers">
            <KeyFigures comparison={comparison} />
            <p class="meta">{comparedText(comparison)}</p>
          </section>
          <Affected comparison={comparison} />
          {comparison.examples.length === 0 ? (
            <p class="meta">No list changes.</p>
          ) : (
            <section class="staged-part">
              <h2>Lists side by side, the most changed first</h2>
              <SideBySide examples={comparison.examples} />
            </section>
          )}
        </>
      )}
      <div class="dock">
        {verdict.passed ? (
          <Button look="main" disabled={doing.isBusy} keys="Control+Enter" onPress={publish}>
            Publish
          </Button>
        ) : isAdmin ? (
          <Button look="danger" disabled={doing.isBusy} onPress={() => ask('anyway')}>
            Publish anyway…
          </Button>
        ) : null}
        <Button disabled={doing.isBusy} onPress={() => ask('discard')}>
          Discard
        </Button>
        {verdict.passed ? (
          <span class="meta dock-keys">
            <Key>Ctrl</Key> <Key>Enter</Key> publishes
          </span>
        ) : isAdmin ? null : (
          <span class="meta">Only somebody whose key has the scope admin can publish it all the same.</span>
        )}
      </div>
      {doing.problem === null ? null : <Notice>{doing.problem}</Notice>}
      {asked === 'anyway' ? <PublishAnywayDialog verdict={verdict} doing={doing} onClose={close} /> : null}
      {asked === 'discard' ? <DiscardDialog sources={staged.sources} doing={doing} onClose={close} /> : null}
    </div>
  );
}
