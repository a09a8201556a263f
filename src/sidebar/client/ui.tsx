/** The small parts that the pages are made of. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { detailsOf } from './google';

type Children = { children?: ComponentChildren };

export function Card({ title, children, tone = '' }: Children & { title?: string; tone?: string }) {
  return (
    <section class={`card ${tone}`}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

interface ButtonProps extends Children {
  onClick?: () => void;
  kind?: 'primary' | 'plain' | 'link' | 'danger';
  disabled?: boolean;
  submit?: boolean;
  label?: string;
}

export function Button({ onClick, kind = 'plain', disabled, submit, label, children }: ButtonProps) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={`button ${kind}`}
      disabled={disabled}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

interface SwitchProps {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}

interface NumberProps {
  label: string;
  value: string;
  min: number;
  step?: string;
  placeholder?: string;
  onChange: (value: string) => void;
}

export function NumberField({ label, value, min, step = '1', placeholder, onChange }: NumberProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min={min}
        step={step}
        value={value}
        placeholder={placeholder}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

/** Something that the person should read; read out when it appears. What Google said of it is one click away. */
export function Note({ tone = 'info', children }: Children & { tone?: 'info' | 'good' | 'bad' }) {
  const details = typeof children === 'string' ? detailsOf(children) : undefined;
  return (
    <div class={`note ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
      {details && <Details text={details} />}
    </div>
  );
}

export function Details({ text }: { text: string }) {
  return (
    <details class="details">
      <summary>Details</summary>
      <p>{text}</p>
    </details>
  );
}

/** A view in the sidebar's place, with the way back; its heading takes the focus. */
export function View({ title, onBack, children }: Children & { title: string; onBack: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main class="view">
      <Button kind="link" onClick={onBack}>
        ← Back
      </Button>
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children}
    </main>
  );
}
/** Pages through a list that the script gives out in parts. */
export function More({ shown, total, onMore }: { shown: number; total: number; onMore: () => void }) {
  if (shown >= total) return null;
  return (
    <p class="more">
      {shown} of {total} shown. <Button onClick={onMore}>Show more</Button>
    </p>
  );
}
