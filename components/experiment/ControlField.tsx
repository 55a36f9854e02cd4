/** One control of the form. What is typed stays as typed, right or wrong; a sentence says what is allowed. */
import { useEffect, useState } from 'preact/hooks';
import { allowed, type Control, readControl } from '../../src/lab/controls.ts';

interface Props {
  id: string;
  name: string;
  control: Control;
  value: string | number | boolean;
  onChange(value: string | number | boolean): void;
  /** Told of every change of mind about whether the text can be used. */
  onProblem(problem?: string): void;
}

/** What is wrong with a text, if anything. An expression may turn out wrong only when the control can check it. */
export function problemOf(label: string, control: Control, text: string): string | undefined {
  const result = readControl(label, control, text);
  return 'problem' in result ? result.problem : undefined;
}

export function ControlField({ id, name, control, value, onChange, onProblem }: Props) {
  const label = control.label ?? name;
  const [text, setText] = useState(String(value));
  // A reset or a link changes the value from outside: the text follows.
  useEffect(() => setText(String(value)), [value]);
  const problem = problemOf(label, control, text);

  const read = (typed: string) => {
    setText(typed);
    const result = readControl(label, control, typed);
    onProblem('problem' in result ? result.problem : undefined);
    if ('value' in result) onChange(result.value);
  };

  if (control.kind === 'toggle') {
    return (
      <label class="control toggle" for={id}>
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
    );
  }
  if (control.kind === 'choice') {
    return (
      <div class="control">
        <label for={id}>{label}</label>
        <select id={id} value={String(value)} onChange={(event) => read(event.currentTarget.value)}>
          {control.options.map((option) => (
            <option key={option} value={String(option)}>
              {String(option)}
            </option>
          ))}
        </select>
      </div>
    );
  }
  const isNumber = control.kind === 'range';
  return (
    <div class={isNumber ? 'control' : 'control expression'}>
      <label for={id}>{label}</label>
      <input
        id={id}
        class={isNumber ? 'number' : undefined}
        type="text"
        inputMode={isNumber ? 'decimal' : undefined}
        autocomplete="off"
        spellcheck={false}
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        title={allowed(control)}
        onInput={(event) => read(event.currentTarget.value)}
      />
      {isNumber && (
        <input
          type="range"
          aria-label={`${label}, slider`}
          min={control.min}
          max={control.max}
          step={control.step}
          value={Number(value)}
          onInput={(event) => read(event.currentTarget.value)}
        />
      )}
      {problem && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
