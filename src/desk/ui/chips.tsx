import { useId, useState } from 'preact/hooks';
import { Icon } from './icon.js';

/** Several words of one kind, each entered with Enter and taken away by a press. */
export function Chips({
  label,
  values,
  suggestions,
  onChange,
}: {
  readonly label: string;
  readonly values: readonly string[];
  readonly suggestions: readonly string[];
  onChange(values: readonly string[]): void;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const add = (value: string) => {
    const word = value.trim();
    setText('');
    if (word !== '' && !values.includes(word)) onChange([...values, word]);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        list={`${id}-list`}
        value={text}
        placeholder="any"
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => add(event.currentTarget.value)}
      />
      <datalist id={`${id}-list`}>
        {suggestions.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      {values.length === 0 ? null : (
        <ul class="chips">
          {values.map((value) => (
            <li key={value}>
              <button
                type="button"
                class="chip"
                aria-label={`Without ${value}`}
                onClick={() => onChange(values.filter((other) => other !== value))}
              >
                <span dir="auto">{value}</span>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
