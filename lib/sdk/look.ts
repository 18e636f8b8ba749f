/**
 * How the injected parts look. Custom properties of the page go before ours; light and dark follow its `color-scheme`,
 * where a browser can follow it. Text has a contrast of at least 4.5:1 on its surface, edges of controls 3:1. Nothing moves.
 */
export const look = `:host{--a:var(--altapay-accent,light-dark(#1f47d1,#9db5ff));--o:var(--altapay-on-accent,light-dark(#fff,#121212));--q:var(--altapay-quiet,light-dark(#566077,#a3adc4));--g:var(--altapay-gap,1rem);--r:var(--altapay-radius,.75rem);--l:1px solid var(--altapay-edge,#7d879c);display:block;padding:var(--altapay-padding,0);border-radius:var(--r);background:var(--altapay-surface,Canvas);color:var(--altapay-text,CanvasText);font-family:var(--altapay-font,inherit);line-height:1.5;overflow-wrap:anywhere}
@supports not (color:light-dark(red,red)){:host{color-scheme:light;--a:var(--altapay-accent,#1f47d1);--o:var(--altapay-on-accent,#fff);--q:var(--altapay-quiet,#566077)}}
*{box-sizing:border-box;margin:0;padding:0}
[hidden]{display:none!important}
fieldset,ul{border:0;list-style:none;min-width:0}
*+:is(form,button,label,p,ul,dl,li,div):not(:empty),button+small{margin-block-start:calc(var(--g)*.75)}
legend,h2,b,[part=total]{font-weight:600}
legend,b{font-size:1em}
label,li,dl>*{display:flex;align-items:center;justify-content:space-between;gap:.75rem}
label,button{min-height:3rem;padding:.5rem 1rem;border:var(--l);border-radius:var(--r);cursor:pointer}
label:has(:checked){border-color:var(--a);box-shadow:inset 0 0 0 1px var(--a)}
input{flex:none;width:1.5rem;height:1.5rem;accent-color:var(--a)}
span{flex:1;min-width:0}
b,small{display:block}
small{color:var(--q);font-size:.875em}
img{max-width:5rem;height:2rem;padding:.25rem;border-radius:.25rem;background:#fff;object-fit:contain}
button{width:100%;border-color:var(--a);background:none;color:var(--a);font:inherit;font-weight:600}
[part=pay]{background:var(--a);color:var(--o)}
[aria-disabled=true]{opacity:.7}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}
[part=notice]:not(:empty),[part=test-mode]{padding:.5rem .75rem;border:var(--l);border-inline-start-width:.25rem}
[part=notice]{border-color:var(--a)}
h2{font-size:1.25em}
[part=amount]{font-size:1.75em;font-weight:700}`;
