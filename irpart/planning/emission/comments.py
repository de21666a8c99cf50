"""Comments in syntax trees: statements that stand for them until the text is made."""

from __future__ import annotations

import ast

_MARK = "#: "


def comment(text: str) -> ast.stmt:
    """A statement that becomes a comment."""
    return ast.Expr(ast.Constant(_MARK + " ".join(text.split())))


def text_of(node: ast.AST, width: int = 120) -> str:
    """Source of a tree with its comments, which are wrapped at ``width`` columns."""
    lines = []
    for line in ast.unparse(ast.fix_missing_locations(node)).splitlines():
        stripped = line.strip()
        value = _literal(stripped) if stripped[:1] in "'\"" else ""
        if value.startswith(_MARK):
            indent = line[:len(line) - len(stripped)]
            lines += [f"{indent}# {part}" for part in _wrapped(value[len(_MARK):], width - len(indent) - 2)]
        else:
            lines.append(line)
    return "\n".join(lines)


def _literal(text: str) -> str:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return ""
    return value if isinstance(value, str) else ""


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines
