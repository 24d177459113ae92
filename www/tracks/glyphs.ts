/** Outlines of the four letters in a unit square (y down), so that a logo can stretch them without a font. */
export const letterPaths: Record<string, string> = {
  A: "M0 1 L.38 0 L.62 0 L1 1 L.79 1 L.71 .77 L.29 .77 L.21 1 Z M.35 .6 L.65 .6 L.5 .17 Z",
  C: "M1 .34 C.96 .12 .76 0 .52 0 C.2 0 0 .21 0 .5 C0 .79 .2 1 .52 1 C.76 1 .96 .88 1 .66 L.79 .62 C.76 .75 .66 .82 .52 .82 C.33 .82 .22 .7 .22 .5 C.22 .3 .33 .18 .52 .18 C.66 .18 .76 .25 .79 .38 Z",
  G: "M.99 .32 C.94 .11 .75 0 .52 0 C.2 0 0 .21 0 .5 C0 .79 .2 1 .52 1 C.72 1 .9 .93 1 .83 L1 .46 L.52 .46 L.52 .63 L.79 .63 L.79 .74 C.72 .79 .63 .82 .53 .82 C.34 .82 .22 .7 .22 .5 C.22 .3 .33 .18 .52 .18 C.65 .18 .75 .25 .78 .37 Z",
  T: "M0 0 L1 0 L1 .19 L.61 .19 L.61 1 L.39 1 L.39 .19 L0 .19 Z",
};
