/** The menus that the script has put up, as Sheets shows them: by mouse and by keyboard. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { MenuItem, MenuView } from '../events';
import { store } from './store';

const itemsOf = (list: Element | null | undefined): HTMLElement[] =>
  [...(list?.children ?? [])].flatMap(
    (item) => item.querySelector<HTMLElement>(':scope > [role=menuitem]') ?? [],
  );

/** The item beside this one, around the ends. */
function beside(item: HTMLElement, step: number): HTMLElement | undefined {
  const items = itemsOf(item.closest('[role=menu]'));
  return items[(items.indexOf(item) + step + items.length) % items.length];
}

interface ListProps {
  name: string;
  items: MenuItem[];
  close(): void;
  isFirst?: boolean;
}

function List({ name, items, close, isFirst }: ListProps): JSX.Element {
  const [open, setOpen] = useState(-1);
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => itemsOf(list.current)[0]?.focus(), []);
  const enter = (index: number): void => setOpen(index);
  const keyDown = (event: KeyboardEvent, index: number, isMenu: boolean): void => {
    const item = event.target as HTMLElement;
    if (item.closest('[role=menu]') !== list.current) return;
    const { key } = event;
    const moves: Record<string, () => void> = {
      ArrowDown: () => beside(item, 1)?.focus(),
      ArrowUp: () => beside(item, -1)?.focus(),
      ...(isMenu && { ArrowRight: () => enter(index) }),
      ...(!isFirst && { ArrowLeft: close }),
      Escape: close,
    };
    if (!moves[key]) return;
    event.preventDefault();
    event.stopPropagation();
    moves[key]();
  };
  return (
    <ul role="menu" aria-label={name} ref={list}>
      {items.map((item, index) => {
        if ('separator' in item) return <li key={index} role="separator" />;
        const isMenu = 'items' in item;
        const act = (): void => {
          if (isMenu) return enter(index);
          document.dispatchEvent(new CustomEvent('menu-done'));
          void store.runFromMenu(item.handler);
        };
        return (
          <li key={index} role="none" onMouseEnter={() => setOpen(isMenu ? index : -1)}>
            <button
              role="menuitem"
              tabIndex={-1}
              aria-haspopup={isMenu ? 'menu' : undefined}
              aria-expanded={isMenu ? open === index : undefined}
              onClick={act}
              onKeyDown={(event) => keyDown(event, index, isMenu)}
            >
              <span>{isMenu ? item.name : item.label}</span>
              {isMenu && <span aria-hidden="true">▸</span>}
            </button>
            {isMenu && open === index && (
              <List
                name={item.name}
                items={item.items}
                close={() => {
                  setOpen(-1);
                  itemsOf(list.current)[index]?.focus();
                }}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

export function Menu({ menu }: { menu: MenuView }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event): void => {
      if (event.type === 'menu-done' || !button.current?.parentElement?.contains(event.target as Node))
        setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('menu-done', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('menu-done', close);
    };
  }, [isOpen]);
  return (
    <div class="menu">
      <button ref={button} aria-haspopup="menu" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {menu.name}
      </button>
      {isOpen && (
        <List
          isFirst
          name={menu.name}
          items={menu.items}
          close={() => {
            setOpen(false);
            button.current?.focus();
          }}
        />
      )}
    </div>
  );
}
