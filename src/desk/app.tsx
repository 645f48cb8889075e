import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isLive, listen } from './api/events.js';
import { messageOf } from './api/problem.js';
import { findSession, session, signOut } from './api/session.js';
import { useStore } from './api/store.js';
import { Health } from './health/health.js';
import { Judge } from './judge/judge.js';
import { Log } from './log/log.js';
import { redoLast, undoLast } from './look/deciding.js';
import { Look } from './look/look.js';
import { Publish } from './publish/publish.js';
import { Help } from './shell/help.js';
import { goTo, type Route, type Screen, useRoute } from './shell/route.js';
import { useShortcuts } from './shell/shortcuts.js';
import { SignInForm } from './shell/sign-in.js';
import { Button } from './ui/button.js';
import { Dialog } from './ui/dialog.js';
import { Icon } from './ui/icon.js';
import { Notice } from './ui/pieces.js';
import { hideToast, say, Toasts } from './ui/toast.js';

const SCREENS: Readonly<
  Record<Screen, { readonly label: string; readonly show: (route: Route) => JSX.Element }>
> = {
  look: { label: 'Look', show: (route) => <Look route={route} /> },
  publish: { label: 'Publish', show: () => <Publish /> },
  health: { label: 'Health', show: () => <Health /> },
  judge: { label: 'Judge', show: () => <Judge /> },
  log: { label: 'Log', show: () => <Log /> },
};

/** Who is here decides what is shown. */
export function App() {
  const state = useStore(session);
  const [problem, setProblem] = useState<string | null>(null);
  const look = () => {
    setProblem(null);
    findSession().catch((error: unknown) => setProblem(messageOf(error)));
  };
  useEffect(look, []);
  switch (state.kind) {
    case 'unknown':
      return (
        <main class="gate">
          {problem === null ? null : (
            <>
              <Notice>{problem}</Notice>
              <Button onPress={look}>Try again</Button>
            </>
          )}
        </main>
      );
    case 'closed':
      return (
        <main class="gate">
          <Wordmark />
          <h1>The desk is not open from here</h1>
          <Notice tone="warn">{state.detail}</Notice>
          <Button onPress={look}>Try again</Button>
        </main>
      );
    case 'out':
      return (
        <main class="gate">
          <Wordmark />
          <h1>The editors’ desk</h1>
          <SignInForm />
        </main>
      );
    default:
      return (
        <>
          <Shell name={state.session.name} />
          {state.kind === 'ended' ? (
            <Dialog title="Sign in again" mayClose={false} onClose={() => undefined}>
              <p>Your session has ended. Everything here stays as it is, and goes on where you were.</p>
              <SignInForm />
            </Dialog>
          ) : null}
        </>
      );
  }
}

function Wordmark() {
  return (
    <span class="wordmark">
      <span class="wordmark-icon">
        <Icon name="arrow" />
      </span>
      seealso
    </span>
  );
}

/** What stands around every screen. `name` of who is signed in, `null` where nobody needs to be. */
function Shell({ name }: { readonly name: string | null }) {
  const route = useRoute();
  const { screen } = route;
  const live = useStore(isLive);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useEffect(() => listen(), []);
  // What was said of one screen does not stand over another.
  useEffect(() => hideToast, [screen]);
  useShortcuts({
    '?': () => setHelpOpen(true),
    'g l': () => goTo('#/look'),
    'g p': () => goTo('#/publish'),
    'g h': () => goTo('#/health'),
    'g j': () => goTo('#/judge'),
    'g o': () => goTo('#/log'),
    '/': find,
    'Ctrl+z': () => void undoLast(),
    'Ctrl+Shift+z': () => void redoLast(),
    'Ctrl+y': () => void redoLast(),
  });
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to the content
      </button>
      <header class="top">
        <a class="home" href="#/look" aria-label="seealso desk">
          <Wordmark />
        </a>
        <nav aria-label="Desk">
          {Object.entries(SCREENS).map(([id, { label }]) => (
            <a key={id} href={`#/${id}`} aria-current={id === screen ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <div class="who">
          {live ? null : <span class="offline">Reconnecting…</span>}
          <span class="who-name">{name ?? 'this machine'}</span>
          {name === null ? null : (
            <Button look="bare" onPress={() => void leave()}>
              Sign out
            </Button>
          )}
          <Button look="bare" name="Keys and help" class="help-button" onPress={() => setHelpOpen(true)}>
            ?
          </Button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {SCREENS[screen].show(route)}
      </main>
      <Toasts />
      {isHelpOpen ? <Help onClose={() => setHelpOpen(false)} /> : null}
    </>
  );
}

/** To the search, wherever somebody is. */
function find(): void {
  const field = document.querySelector<HTMLElement>('[data-search]');
  // At once: the next key belongs to it.
  if (field !== null) {
    field.focus();
    return;
  }
  goTo('#/look');
  requestAnimationFrame(() =>
    setTimeout(() => document.querySelector<HTMLElement>('[data-search]')?.focus()),
  );
}

/** The address says which screen it is, so that no link can lead to a place in it. */
function skip(): void {
  document.getElementById('main')?.focus();
}

async function leave(): Promise<void> {
  try {
    await signOut();
    hideToast();
  } catch (error) {
    say({ text: messageOf(error), tone: 'bad' });
  }
}
