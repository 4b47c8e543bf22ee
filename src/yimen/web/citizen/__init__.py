"""码上知 · 码上办 · 码上查: the phone pages of a family. Nothing here decides; it shows, asks and calls one action."""
