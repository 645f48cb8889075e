import type { GenerationEntry, Verdict } from '../../engine/builds.js';
import { desk } from '../api/desk.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { counted } from '../ui/numbers.js';
import { momentOf } from '../ui/time.js';
import { WhatIsLost } from './sources.js';
import type { Doing } from './state.js';
import { Findings } from './verdict.js';

interface Asked {
  readonly doing: Doing;
  onClose(): void;
}

/** Says again what is wrong before it goes out against the gate. */
export function PublishAnywayDialog({ verdict, doing, onClose }: Asked & { readonly verdict: Verdict }) {
  const publish = () => {
    onClose();
    doing.run(() => desk.publish({ anyway: true }));
  };
  return (
    <Dialog title="Publish what was held back?" onClose={onClose}>
      <p>Readers will get this at once:</p>
      <Findings findings={verdict.findings.filter(({ passed }) => !passed)} />
      <p>The log keeps that you did it. You can roll back to what is on the site now.</p>
      <div class="dialog-actions">
        <Button onPress={onClose}>Keep what is on the site</Button>
        <Button look="danger" onPress={publish}>
          Publish anyway
        </Button>
      </div>
    </Dialog>
  );
}

/** `sources`: what was read for the build. */
export function DiscardDialog({ sources, doing, onClose }: Asked & { readonly sources: readonly string[] }) {
  const discard = () => {
    onClose();
    doing.run(() => desk.discardBuild());
  };
  return (
    <Dialog title="Throw this build away?" onClose={onClose}>
      {sources.length === 0 ? (
        <p>Readers see no difference, and no article or decision is lost. You can build again at any time.</p>
      ) : (
        <WhatIsLost sources={sources} />
      )}
      <div class="dialog-actions">
        <Button onPress={onClose}>Keep it</Button>
        <Button look="danger" onPress={discard}>
          Discard
        </Button>
      </div>
    </Dialog>
  );
}

/** Before a build from what is stored takes the place of one for which `sources` were read. */
export function ReplaceDialog({
  sources,
  onBuild,
  onClose,
}: {
  readonly sources: readonly string[];
  onBuild(): void;
  onClose(): void;
}) {
  return (
    <Dialog title="Throw the build that waits away?" onClose={onClose}>
      <p>Building again here starts from what is stored.</p>
      <WhatIsLost sources={sources} />
      <div class="dialog-actions">
        <Button onPress={onClose}>Keep it</Button>
        <Button
          look="danger"
          onPress={() => {
            onClose();
            onBuild();
          }}
        >
          Throw it away and build
        </Button>
      </div>
    </Dialog>
  );
}

/** What going to another generation does, and what it does not. */
export function RollbackDialog({ to, doing, onClose }: Asked & { readonly to: GenerationEntry }) {
  const { generation, createdAt, articles } = to;
  const roll = () => {
    onClose();
    doing.run(() => desk.rollback(generation));
  };
  return (
    <Dialog title="Roll back?" onClose={onClose}>
      <p>
        Readers will get the lists as the index of {momentOf(createdAt)} ranks them (
        {counted(articles, 'article')} then).
      </p>
      <p>
        Only the ranking goes back. Pins, blocks and all other decisions stay, deleted articles stay deleted,
        and articles that came since are still found. What is on the site now stays here, until you publish
        again.
      </p>
      <div class="dialog-actions">
        <Button onPress={onClose}>Keep what is on the site</Button>
        <Button look="main" onPress={roll}>
          Roll back
        </Button>
      </div>
    </Dialog>
  );
}
