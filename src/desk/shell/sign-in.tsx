import { useState } from 'preact/hooks';
import { messageOf } from '../api/problem.js';
import { signIn } from '../api/session.js';
import { Button } from '../ui/button.js';
import { TextField } from '../ui/field.js';
import { Notice } from '../ui/pieces.js';

/** Takes a key, and says what is wrong with it. */
export function SignInForm() {
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await signIn(key.trim());
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(false);
  };
  return (
    <form
      class="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {problem === null ? null : <Notice>{problem}</Notice>}
      <TextField
        label="Your key"
        type="password"
        name="key"
        autocomplete="current-password"
        autofocus
        required
        value={key}
        hint="A key with the scope “edit”. Whoever runs this server makes one: seealso keys add ana --scope edit"
        onInput={setKey}
      />
      <Button look="main" type="submit" disabled={isBusy || key.trim() === ''}>
        Sign in
      </Button>
    </form>
  );
}
