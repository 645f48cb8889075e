import { useId } from 'preact/hooks';

/** A few choices, of which one holds. Arrow keys go through them, as through any radio buttons. */
export function Segmented<Value extends string>({
  legend,
  value,
  options,
  onChange,
}: {
  /** Said, not shown. */
  readonly legend: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[];
  onChange(value: Value): void;
}) {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend class="said">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.hint}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
