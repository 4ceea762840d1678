package dev.fes.controller.ops;

/** Scripts that list what a person could not read or tell on a page. */
final class Readable {

  private Readable() {}

  /** What can be worked and has no words. */
  static final String WITHOUT_A_NAME =
      """
      return [...document.querySelectorAll('a, button, input, textarea, summary, [tabindex="0"]')]
        .filter(e => e.getClientRects().length)
        .filter(e => !(e.textContent || e.ariaLabel || e.labels?.[0]?.textContent || '').trim())
        .map(e => e.outerHTML)""";

  /** Text whose contrast to its ground is below 4.5:1. */
  static final String TOO_FAINT =
      """
      const rgb = c => (c.match(/[\\d.]+/g) ?? []).map(Number);
      const part = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
      const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
      const ground = e => {
        for (; e; e = e.parentElement) {
          const c = rgb(getComputedStyle(e).backgroundColor);
          if (c.length === 3 || c[3] === 1) return c;
        }
        return [255, 255, 255];
      };
      return [...document.querySelectorAll('body *')]
        .filter(e => e.getClientRects().length && !e.matches(':disabled'))
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .map(e => {
          const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
          return [(a + 0.05) / (b + 0.05), e];
        })
        .filter(([contrast]) => contrast < 4.5)
        .map(([contrast, e]) => contrast.toFixed(2) + ' ' + e.outerHTML.slice(0, 120))""";

  /** Buttons that a finger would miss. */
  static final String TOO_SMALL =
      """
      return [...document.querySelectorAll('button, input, textarea')]
        .filter(e => e.getClientRects().length)
        .map(e => [e.getBoundingClientRect(), e])
        .filter(([box, e]) => box.height < 24 && e.type !== 'checkbox')
        .map(([, e]) => e.outerHTML)""";
}
