import { byId, element } from './dom.ts';
import type { Line } from './lines.ts';

const MARKS = { area: '', line: '', dashes: '', dots: '', change: '▲▼', held: '◇' } as const;

/** Legend of HTML buttons, which wrap on a phone and are accessible by keyboard. */
export function showLegend(lines: readonly Line[], toggled: (name: string, isOn: boolean) => void): void {
  byId('legend').replaceChildren(
    ...lines.map(({ name, label, mark, isOn }) => {
      const swatch = element('span', `key ${mark}`, MARKS[mark]);
      swatch.setAttribute('aria-hidden', 'true');
      swatch.style.setProperty('--key', `var(--${colorOf(name)})`);
      const button = element('button', '', swatch, label);
      button.type = 'button';
      button.setAttribute('aria-pressed', String(isOn));
      button.addEventListener('click', () => {
        const turned = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(turned));
        toggled(name, turned);
      });
      return button;
    }),
  );
}

function colorOf(name: string): string {
  const [kind, index] = name.split(':');
  if (kind === 'held') return 'held';
  return index === undefined ? name : `play-${Number(index) % 8}`;
}
