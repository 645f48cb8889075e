import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';

interface Shared {
  readonly label: string;
  /** A sentence under it. */
  readonly hint?: string;
  readonly name?: string;
}

function Labelled({
  id,
  label,
  hint,
  children,
}: Shared & { readonly id: string; readonly children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint === undefined ? null : (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface TextFieldProps extends Shared {
  readonly value: string;
  readonly type?: 'text' | 'password' | 'date' | 'number' | 'search';
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly autocomplete?: string;
  readonly autofocus?: boolean;
  /** What may be chosen; anything else can be typed. */
  readonly suggestions?: readonly string[];
  /** With every key. */
  onInput?(value: string): void;
  /** When it is left, or Enter is pressed. */
  onChange?(value: string): void;
}

export function TextField({
  label,
  hint,
  suggestions,
  onInput,
  onChange,
  autofocus,
  ...input
}: TextFieldProps) {
  const id = useId();
  // Which attributes there may be depends on the type, which is known only to whoever calls.
  const attributes = {
    ...input,
    list: suggestions === undefined ? undefined : `${id}-list`,
  } as InputHTMLAttributes<HTMLInputElement>;
  return (
    <Labelled id={id} label={label} {...(hint === undefined ? {} : { hint })}>
      <input
        {...attributes}
        id={id}
        ref={autofocus === true ? focusOnce : null}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => onInput?.(event.currentTarget.value)}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      />
      {suggestions === undefined ? null : (
        <datalist id={`${id}-list`}>
          {suggestions.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

/** The attribute of that name is heeded only when a page is loaded. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

export function TextArea({
  label,
  hint,
  value,
  placeholder,
  maxLength,
  autofocus,
  onInput,
}: Shared & {
  readonly value: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly autofocus?: boolean;
  onInput(value: string): void;
}) {
  const id = useId();
  return (
    <Labelled id={id} label={label} {...(hint === undefined ? {} : { hint })}>
      <textarea
        id={id}
        rows={2}
        dir="auto"
        value={value}
        placeholder={placeholder}
        maxLength={maxLength}
        ref={autofocus === true ? focusOnce : null}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Labelled>
  );
}

export function SelectField<Value extends string>({
  label,
  hint,
  value,
  options,
  onChange,
}: Shared & {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  onChange(value: Value): void;
}) {
  const id = useId();
  return (
    <Labelled id={id} label={label} {...(hint === undefined ? {} : { hint })}>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function CheckField({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  onChange(isOn: boolean): void;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}

/** For what holds at once. */
export function Switch({
  label,
  isOn,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly disabled?: boolean;
  onChange(isOn: boolean): void;
}) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={isOn}
      disabled={disabled}
      onClick={() => onChange(!isOn)}
    >
      <span class="switch-track" aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
