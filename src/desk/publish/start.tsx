import { useState } from 'preact/hooks';
import { desk } from '../api/desk.js';
import { Button } from '../ui/button.js';
import { CheckField } from '../ui/field.js';
import type { Doing } from './state.js';

/** Begins a build from what is stored. `replaces`: a build waits, and would be thrown away. */
export function Start({ doing, replaces }: { readonly doing: Doing; readonly replaces: boolean }) {
  const [refit, setRefit] = useState(false);
  return (
    <div class="start">
      <Button
        look={replaces ? 'quiet' : 'main'}
        disabled={doing.isBusy}
        onPress={() => doing.run(() => desk.build({ refit }))}
      >
        {replaces ? 'Build again' : 'Build a new index'}
      </Button>
      <CheckField label="Fit to the archive anew" isOn={refit} onChange={setRefit} />
      <p class="meta start-hint">
        {refit
          ? 'Learns this archive’s own words again, which takes longer: worth it after the archive has changed much.'
          : replaces
            ? 'Takes the place of the build that waits.'
            : 'Beside what is on the site: readers see nothing of it until you publish.'}
      </p>
    </div>
  );
}
