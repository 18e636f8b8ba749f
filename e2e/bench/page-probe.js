// Runs in the measured page before anything of it, and notes when things happen to it. A plain script: it is read as a file.
(() => {
  const { pressWhen } = globalThis.benchOrder;
  const marks = { cls: 0, longTasks: [] };
  globalThis.benchMarks = marks;

  const observe = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') marks.fcpMs = startTime;
  });
  observe('largest-contentful-paint', ({ startTime }) => {
    marks.lcpMs = startTime;
  });
  observe('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) marks.cls += value;
  });
  observe('longtask', ({ startTime, duration }) => marks.longTasks.push({ startMs: startTime, durationMs: duration }));

  let button;
  const isReady = () => button?.checkVisibility() && !button.disabled && button.getBoundingClientRect().height > 0;
  const isAttached = () => Object.keys(button).some((key) => key.startsWith('__reactProps'));

  // A frame's callbacks run just before it is painted; the press comes once it has been.
  function press() {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      button.form.querySelector('[type=radio]').checked = true;
      button.click();
    };
    port2.postMessage(0);
  }

  function happened(name, nowMs) {
    marks[`${name}Ms`] = nowMs;
    if (pressWhen === name) press();
  }

  function look() {
    const nowMs = performance.now();
    button ??= document.querySelector('form:has([type=radio]) button[type=submit]');
    if (marks.shownMs === undefined && isReady()) happened('shown', nowMs);
    if (marks.attachedMs === undefined && button && isAttached()) happened('attached', nowMs);
    if (nowMs < 15_000) requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
})();
