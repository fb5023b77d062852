"""What one is told after a build: the file, and what to set on Gradescope."""

from __future__ import annotations

from grader.gradescope.build import Built
from grader.words.sentences import gradescope as sentences
from grader.words.sentences import screens as screen_sentences
from grader.words.text import counted, points


def as_text(built: Built) -> str:
    """A few lines for whoever uploads the zip."""
    lines = [
        f"{built.path} ({counted(built.files, 'file')}, {built.size / 1e6:.1f} MB)",
        "",
        screen_sentences.on_gradescope(),
        f"  autograder points  {points(built.points)}",
    ]
    if built.by_staff or built.explained:
        lines.append(screen_sentences.manual_grading())
        lines += [f"    {name}  {points(most)}" for name, most in built.by_staff.items()]
        lines += [
            f"    {name}  {sentences.outline_explanation(most)}"
            for name, most in built.explained.items()
        ]
    lines += [
        screen_sentences.autograder_zip(),
        *(["", sentences.torch_is_installed()] if built.frameworks else []),
        "",
        screen_sentences.try_before(built.path),
    ]
    return "\n".join(lines)
