// What a page needs on paper.

/** Paper cannot be unfolded. */
export function unfoldForPrint() {
  addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}
