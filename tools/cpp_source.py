"""A C++ source text as the checks need it: comments blanked out, string literals with their values.

Both keep the length of the text, so that a position in the one is a position in the other and
line_of() says where it is.
"""

import re

_TOKEN = re.compile(
    r'''
    (?P<line_comment>//[^\n]*)
  | (?P<block_comment>/\*.*?\*/)
  | (?P<raw>(?:u8|[uUL])?R"(?P<tag>[^()\s\\"]*)\((?P<raw_text>.*?)\)(?P=tag)")
  | (?P<string>(?:u8|[uUL])?"(?P<text>(?:\\.|[^"\\\n])*)")
  | (?P<number>\d[\w']*)
  | (?P<char>'(?:\\.|[^'\\\n])+')
  | (?P<word>[A-Za-z_]\w*)
    ''',
    re.VERBOSE | re.DOTALL,
)

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\", "0": "\0"}


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text):
    """The text with every comment replaced by blanks."""
    return _TOKEN.sub(
        lambda m: _blank(m[0]) if m["line_comment"] or m["block_comment"] else m[0], text
    )


def without_comments_and_strings(text):
    """Code alone: the contents of string and character literals are blank too."""

    def replaced(m):
        if m["line_comment"] or m["block_comment"]:
            return _blank(m[0])
        if m["raw"] or m["string"] is not None or m["char"]:
            return '"' + _blank(m[0][1:-1]) + '"'
        return m[0]

    return _TOKEN.sub(replaced, text)


def _value(literal):
    if literal["raw"]:
        return literal["raw_text"]
    return re.sub(
        r"\\(x[0-9A-Fa-f]+|u[0-9A-Fa-f]{4}|.)",
        lambda m: chr(int(m[1][1:], 16)) if len(m[1]) > 1 else _ESCAPES.get(m[1], m[1]),
        literal["text"],
    )


def literals_after(text, opening):
    """For each match of the pattern `opening` in code: (position, the string that the adjacent
    literals right after it make, or None where no literal follows). `text` is without comments."""
    code = without_comments_and_strings(text)
    for match in re.finditer(opening, code):
        position = match.end()
        value = None
        while True:
            blanks = re.compile(r"\s*").match(text, position)
            literal = _TOKEN.match(text, blanks.end())
            if not literal or not (literal["raw"] or literal["string"] is not None):
                break
            value = (value or "") + _value(literal)
            position = literal.end()
        yield match.start(), value


def line_of(text, position):
    return text.count("\n", 0, position) + 1
