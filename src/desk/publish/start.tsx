import { useState } from 'preact/hooks';
import type { Staged } from '../../engine/builds.js';
import { desk } from '../api/desk.js';
import { Button } from '../ui/button.js';
import { CheckField } from '../ui/field.js';
import { ReplaceDialog } from './dialogs.js';
import type { Doing } from './state.js';

/** Begins a build from what is stored. `waiting` would be thrown away, and cannot always be had again. */
export function Start({ doing, waiting }: { readonly doing: Doing; readonly waiting: Staged | null }) {
  const [refit, setRefit] = useState(false);
  const [isAsked, ask] = useState(false);
  const build = () => doing.run(() => desk.build({ refit }));
  const sources = waiting?.sources ?? [];
  return (
    <div class="start">
      <Button
        look={waiting === null ? 'main' : 'quiet'}
        disabled={doing.isBusy}
        onPress={sources.length === 0 ? build : () => ask(true)}
      >
        {waiting !== null ? 'Build again' : 'Build a new index'}
      </Button>
      <CheckField label="Fit to the archive anew" isOn={refit} onChange={setRefit} />
      <p class="meta start-hint">
        {waiting !== null
          ? 'Takes the place of the build that waits.'
          : 'Beside what is on the site: readers see nothing of it until you publish.'}{' '}
        Fitting anew learns the archive’s own vocabulary again; for when its subjects have changed.
      </p>
      {isAsked ? <ReplaceDialog sources={sources} onBuild={build} onClose={() => ask(false)} /> : null}
    </div>
  );
}
