import { Dialog } from '../ui/dialog.js';
import { Key } from '../ui/pieces.js';

/** Every key there is, by where it works. */
const KEYS: readonly (readonly [where: string, keys: readonly (readonly [keys: string, does: string])[]])[] =
  [
    [
      'Everywhere',
      [
        ['/', 'find an article'],
        ['g l', 'Look'],
        ['g p', 'Publish'],
        ['g h', 'Health'],
        ['g j', 'Judge'],
        ['g o', 'Log'],
        ['Ctrl Z', 'take back what you did last (⌘ Z on a Mac)'],
        ['Ctrl Shift Z', 'do it again'],
        ['?', 'this help'],
      ],
    ],
    [
      'In a list',
      [
        ['j k', 'next link, link before'],
        ['Enter', 'open the article of the link'],
        ['w', 'why it is there'],
        ['p', 'pin it where it stands, or unpin it'],
        ['b', 'block it under this article'],
        ['Alt ↑ ↓', 'move it up or down'],
        ['Shift', 'with p or b, or with a press of their buttons: say why'],
      ],
    ],
    [
      'Judge',
      [
        ['0 1 2 3', 'give a grade'],
        ['s', 'skip'],
        ['u', 'take the last one back'],
      ],
    ],
  ];

export function Help({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Keys" class="help" onClose={onClose}>
      <div class="help-columns">
        {KEYS.map(([where, keys]) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {keys.map(([names, does]) => (
                <div key={names}>
                  <dt>
                    {names.split(' ').map((name) => (
                      <Key key={name}>{name}</Key>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
