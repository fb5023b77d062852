"""Write the reference pages into docs/reference, where they can be read without building the manual."""

from __future__ import annotations

from tools.manual.hook import HOME, made


def main() -> None:
    """Write every page that is made from the code; SECURITY.md stays where it is."""
    for place, text in made().items():
        if place.startswith("reference/"):
            file = HOME / "docs" / place
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(f"docs/{place}: {len(text):,} characters")


if __name__ == "__main__":
    main()
