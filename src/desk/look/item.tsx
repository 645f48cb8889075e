import type { RelatedArticle } from '../../engine/answers.js';
import type { RuleEntry, Wanted } from '../../engine/editing.js';
import { lookAt } from '../shell/route.js';
import { Button, IconButton } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { Menu } from '../ui/menu.js';
import { Badge, Bar } from '../ui/pieces.js';
import { dayOf, momentOf } from '../ui/time.js';
import type { ModeName } from './asked.js';
import type { Decide } from './deciding.js';
import { FoundFacts } from './facts.js';
import { NoteForm } from './note-form.js';
import { Signals } from './signals.js';

/** Which form is unfolded under a link. */
export type Noting = 'pin' | 'block' | 'never_recommend';

export interface ItemProps {
  readonly item: RelatedArticle;
  /** From 1. */
  readonly place: number;
  readonly isLast: boolean;
  readonly article: string;
  readonly mode: ModeName;
  /** Where it is pinned by a rule that holds. */
  readonly pin: RuleEntry | null;
  readonly noting: Noting | null;
  readonly isUnfolded: boolean;
  onNote(noting: Noting | null): void;
  onUnfold(isUnfolded: boolean): void;
  readonly onDecide: Decide;
  onGrip(event: PointerEvent): void;
}

/** What an editor may want of a link, from where it stands. */
export function wantedOf({ item, place, article, mode, pin }: ItemProps) {
  const { id: link } = item;
  const at = (position: number): Wanted => ({
    action: 'pin',
    article,
    link,
    mode,
    position,
    from: place,
    expiresAt: pin?.expiresAt == null ? null : Date.parse(pin.expiresAt),
    note: pin?.note ?? null,
  });
  return {
    pin: at(place),
    unpin: { action: 'unpin', article, link, mode, note: null } satisfies Wanted,
    block: (note: string | null): Wanted => ({ action: 'block', article, link, note }),
    never: (note: string | null): Wanted => ({ action: 'never_recommend', link, note }),
    moveTo: at,
  };
}

/** A link as readers see it, and what can be done about it. */
export function Item(props: ItemProps) {
  const { item, place, isLast, mode, pin, noting, isUnfolded, onNote, onUnfold, onDecide, onGrip } = props;
  const wanted = wantedOf(props);
  const { id, title, score, reasons, alsoCoveredBy, explain } = item;
  const togglePin = (event: MouseEvent) => {
    if (event.shiftKey) onNote('pin');
    else onDecide(item.pinned ? wanted.unpin : wanted.pin);
  };
  const block = (event: MouseEvent) => (event.shiftKey ? onNote('block') : onDecide(wanted.block(null)));
  return (
    <li class="item" data-link={id} data-pinned={item.pinned ? '' : undefined}>
      <div class="item-place">
        <span class="said">Place </span>
        <span class="numeral">{place}</span>
        <span class="grip" onPointerDown={onGrip} aria-hidden="true" title="Drag to another place">
          <Icon name="grip" />
        </span>
      </div>
      <div class="item-body">
        <p class="item-facts">
          <FoundFacts article={item} />
          {item.sponsored ? <Badge>Sponsored</Badge> : null}
          {item.paywalled ? <Badge>Paywall</Badge> : null}
        </p>
        <h3 class="item-title">
          <a href={lookAt(id)} dir="auto" data-act="open">
            {title}
          </a>
        </h3>
        {reasons.length === 0 ? null : (
          <p class="item-reasons" dir="auto">
            {reasons.map(({ text }) => text).join(' — ')}
          </p>
        )}
        {alsoCoveredBy.length === 0 ? null : (
          <p class="meta">Also covered by {alsoCoveredBy.map((copy) => copy.title).join(', ')}</p>
        )}
        {item.pinned ? <PinFacts pin={pin} onNote={() => onNote('pin')} /> : null}
        <div class="item-actions">
          <Button
            look="bare"
            icon={item.pinned ? 'unpin' : 'pin'}
            act="pin"
            keys="p"
            name={`${item.pinned ? 'Unpin' : 'Pin here'}: ${title}`}
            onPress={togglePin}
          >
            {item.pinned ? (
              'Unpin'
            ) : (
              <span>
                Pin<span class="long"> here</span>
              </span>
            )}
          </Button>
          <Button look="bare" icon="block" act="block" keys="b" name={`Block: ${title}`} onPress={block}>
            <span class="long">Block</span>
          </Button>
          <IconButton
            icon="up"
            act="up"
            keys="Alt+ArrowUp"
            name={`Move up: ${title}`}
            disabled={place === 1}
            onPress={() => onDecide(wanted.moveTo(place - 1))}
          />
          <IconButton
            icon="down"
            act="down"
            keys="Alt+ArrowDown"
            name={`Move down: ${title}`}
            disabled={isLast}
            onPress={() => onDecide(wanted.moveTo(place + 1))}
          />
          <Menu
            name={`More about ${title}`}
            items={[
              {
                label: item.pinned ? 'Note or end date of the pin…' : 'Pin with a note or end date…',
                icon: 'pin',
                run: () => onNote('pin'),
              },
              { label: 'Block with a note…', icon: 'block', run: () => onNote('block') },
              { label: 'Never recommend this', icon: 'close', run: () => onDecide(wanted.never(null)) },
              {
                label: 'Never recommend this, with a note…',
                icon: 'note',
                run: () => onNote('never_recommend'),
              },
            ]}
          />
          <Button
            look="bare"
            icon="chevron"
            class="unfold"
            act="why"
            keys="w"
            expanded={isUnfolded}
            controls={`why-${place}`}
            name={`Why: ${title}`}
            onPress={() => onUnfold(!isUnfolded)}
          >
            Why
          </Button>
        </div>
        {noting === null ? null : (
          <div class="item-note">
            <ItemNote {...props} noting={noting} />
          </div>
        )}
        {isUnfolded ? (
          <div class="item-why" id={`why-${place}`}>
            {explain === undefined ? (
              <p class="signals">Nothing was measured: it is here because it is pinned.</p>
            ) : (
              <Signals explained={explain} score={score} mode={mode} isPinned={item.pinned} />
            )}
          </div>
        ) : null}
      </div>
      <div class="item-score">
        <span class="said">Score </span>
        {score.toFixed(2)}
        <Bar value={score} />
      </div>
    </li>
  );
}

function PinFacts({ pin, onNote }: { readonly pin: RuleEntry | null; onNote(): void }) {
  return (
    <p class="pin-facts">
      <Icon name="pin" />
      <span>
        Pinned
        {pin === null ? null : (
          <>
            {' '}
            by {pin.by}, <time dateTime={pin.at}>{momentOf(pin.at)}</time>
            {pin.expiresAt === null ? null : <b>, until {dayOf(pin.expiresAt)}</b>}
            {pin.note === null ? null : <q dir="auto">{pin.note}</q>}
          </>
        )}
        <Button look="bare" act="note" onPress={onNote}>
          {pin?.note == null && pin?.expiresAt == null ? 'Add a note or end date' : 'Change'}
        </Button>
      </span>
    </p>
  );
}

function ItemNote(props: ItemProps & { readonly noting: Noting }) {
  const { item, noting, pin, onNote, onDecide } = props;
  const wanted = wantedOf(props);
  const titles = { pin: 'Pin', block: 'Block', never_recommend: 'Never recommend' } as const;
  return (
    <NoteForm
      key={noting}
      title={`${titles[noting]}: ${item.title}`}
      submit={noting === 'pin' && item.pinned ? 'Save' : titles[noting]}
      note={noting === 'pin' ? (pin?.note ?? null) : null}
      expiresAt={noting === 'pin' ? (pin?.expiresAt ?? null) : null}
      canEnd={noting === 'pin'}
      onCancel={() => onNote(null)}
      onSubmit={async ({ note, expiresAt }) => {
        const asked =
          noting === 'pin'
            ? ({ ...wanted.pin, note, expiresAt } as Wanted)
            : noting === 'block'
              ? wanted.block(note)
              : wanted.never(note);
        const problem = await onDecide(asked, { waits: true });
        if (problem === null) onNote(null);
        return problem;
      }}
    />
  );
}
