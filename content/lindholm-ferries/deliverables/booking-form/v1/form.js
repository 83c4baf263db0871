// The price while one chooses.
const prices = { adult: 48, bicycle: 25 };
const counts = { adult: 1, bicycle: 0 };

function show() {
  let total = 0;
  for (const [ticket, count] of Object.entries(counts)) {
    document.querySelector(`[data-count="${ticket}"]`).textContent = count;
    total += count * prices[ticket];
  }
  document.getElementById('total').textContent = `${total} kr`;
}

document.addEventListener('click', ({ target }) => {
  const { ticket, step } = target.dataset;
  if (!ticket) return;
  counts[ticket] = Math.max(0, Math.min(9, counts[ticket] + Number(step)));
  show();
});
