let wanted = false;

/** After a change of page: whichever heading says what the page is takes the focus, now or when it arrives. */
export function wantHeadingFocus(): void {
  wanted = true;
  const heading = document.querySelector<HTMLElement>('[data-page-heading]');
  if (heading) giveFocus(heading);
}

/** For the page's heading as it appears. Somebody who has already moved into the page is left where they are. */
export function takeHeadingFocus(heading: HTMLElement): void {
  if (wanted) giveFocus(heading);
}

function giveFocus(heading: HTMLElement): void {
  wanted = false;
  const active = document.activeElement;
  if (active && active !== document.body && active.closest('main')) return;
  heading.focus({ preventScroll: true });
}
