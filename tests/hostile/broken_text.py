"""Sources and notebooks that nobody sends by accident, by name."""

from __future__ import annotations

import json

GOOD = "import torch\n\n\ndef sigmoid(x):\n    e = torch.exp(-x.abs())\n    return torch.where(x >= 0, 1 / (1 + e), e / (1 + e))\n"
NAME = "a07_logistic"


def cell(source, **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], **more}


def book(cells, **more):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, **more})


def nested(n):
    return "[" * n + "]" * n


SOURCES = {
    "empty": b"",
    "blank": b" \n\t\n",
    "nul": GOOD.encode() + b"\0",
    "only_nul": b"\0" * 5000,
    "bom": b"\xef\xbb\xbf" + GOOD.encode(),
    "utf16": GOOD.encode("utf-16"),
    "utf16_bare": GOOD.encode("utf-16-le"),
    "utf32": GOOD.encode("utf-32"),
    "utf16_cut": GOOD.encode("utf-16")[:-1],
    "utf7": b"# coding: utf-7\n" + GOOD.encode(),
    "rot13": b"# coding: rot13\n" + GOOD.encode(),
    "coding_long": b"# coding: " + b"x" * 5000 + b"\n" + GOOD.encode(),
    "coding_path": b"# coding: ../../etc/passwd\n" + GOOD.encode(),
    "cp949": ("# 시그모이드\n" + GOOD).encode("cp949"),
    "latin": b"# caf\xe9 \x81\n" + GOOD.encode(),
    "crlf": GOOD.replace("\n", "\r\n").encode(),
    "cr": GOOD.replace("\n", "\r").encode(),
    "form_feed": GOOD.replace("\n\n", "\n\x0c\n").encode(),
    "mixed_ends": b"import torch\r\r\n\n\rdef sigmoid(x):\r\n    return x\r",
    "line_separator": GOOD.replace("\n\n", "\n#\u2028\u2029\x85\x1c\n").encode(),
    "tabs": b"def sigmoid(x):\n\tif 1:\n        return x\n\treturn x\n",
    "surrogate": b"x = '\xed\xa0\x80'\n" + GOOD.encode(),
    "long_line": b"x = '" + b"a" * 1_500_000 + b"'\n" + GOOD.encode(),
    "many_lines": b"\n" * 1_900_000 + GOOD.encode(),
    "over": b"#" * 3_000_000,
    "brackets": b"x = " + b"(" * 90_000 + b")" * 90_000,
    "lists": b"x = " + b"[" * 150 + b"]" * 150 + b"\n" + GOOD.encode(),
    "unary": b"x = " + b"-" * 500_000 + b"1\n",
    "attributes": b"x = a" + b".a" * 400_000 + b"\n",
    "operators": b"x = 1" + b"+1" * 500_000 + b"\n",
    "calls": b"x = " + b"f(" * 50_000 + b")" * 50_000,
    "elifs": b"if 0: pass\n" + b"elif 0: pass\n" * 60_000,
    "blocks": b"".join(b" " * n + b"if 1:\n" for n in range(1500)),
    "functions": b"".join(b" " * n + b"def f():\n" for n in range(200)),
    "lambdas": b"x = " + b"lambda: " * 90_000 + b"0\n",
    "decorators": b"@x\n" * 300_000 + b"def sigmoid(x): return x\n",
    "huge_int": b"x = " + b"9" * 900_000 + b"\n" + GOOD.encode(),
    "hex_int": b"x = 0x" + b"f" * 900_000 + b"\n" + GOOD.encode(),
    "big_power": b"x = 10 ** 10 ** 10\n",
    "big_repeat": b"x = 'x' * 10 ** 11\n" + GOOD.encode(),
    "folded": b"x = (" + b"1," * 400_000 + b")\n" + GOOD.encode(),
    "fstrings": b"x = " + b"f'{" * 100 + b"1" + b"}'" * 100,
    "strings": b"x = " + b"'a' " * 400_000 + b"\n",
    "match": b"match 1:\n" + b"  case " + b"[" * 5000 + b"]" * 5000 + b": pass\n",
    "star": b"def f(" + b"a," * 10 + b"*" * 9 + b"): pass",
    "backslash": b"x = 1 \\",
    "backslashes": b"\\\n" * 500_000,
    "globals": b"def sigmoid(x):\n" + b"    global x\n",
    "nonlocal": b"nonlocal y\n" + GOOD.encode(),
    "annotations": b"from __future__ import braces\n" + GOOD.encode(),
    "future_late": GOOD.encode() + b"from __future__ import annotations\n",
    "nfkc": "def ｓｉｇｍｏｉｄ(x): return x\n".encode(),
    "bidi": "def sigmoid(x): return x # \u202e\u2066 )x(\n".encode(),
    "zero_width": "def sig\u200bmoid(x): return x\n".encode(),
    "ctrl_z": GOOD.encode() + b"\x1a",
    "escape": b"# \x1b[2J\x07\n" + GOOD.encode(),
    "random": bytes(range(256)) * 50,
    "elf": b"\x7fELF" + b"\0" * 100,
    "pyc": b"\xa7\r\r\n" + b"\0" * 60,
    "zip_named_py": b"PK\x03\x04" + b"\0" * 60,
}
BOOKS = {
    "not_json": b"{",
    "null": b"null",
    "number": b"1e999",
    "nan": b'{"cells": NaN}',
    "list": b"[]",
    "cells_text": b'{"cells": "x"}',
    "cells_null": b'{"cells": [null, 1, [], "x", {}]}',
    "cells_dict": b'{"cells": {"0": {}}}',
    "deep": nested(1_000_000).encode(),
    "deep_cells": ('{"cells": ' + nested(200_000) + "}").encode(),
    "deep_dicts": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "huge_int": ('{"nbformat": ' + "9" * 1_000_000 + ', "cells": []}').encode(),
    "huge_float": ('{"a": 1' + "0" * 500_000 + '.5, "cells": []}').encode(),
    "twice": (b'{"cells": [], "cells": [{"cell_type": "code", "source": ' + json.dumps(GOOD).encode() + b"}]}"),
    "bom": b"\xef\xbb\xbf" + book([cell(GOOD)]).encode(),
    "utf16": book([cell(GOOD)]).encode("utf-16"),
    "surrogates": book([cell("x = '\ud800'\n"), cell(GOOD)]).encode(),
    "nul": book([cell("\0" + GOOD)]).encode(),
    "list_source": book([cell(GOOD.splitlines(keepends=True))]).encode(),
    "odd_source": book(
        [cell([1, None, {"a": 1}, "x = 1\n"]), cell(None), cell({"x": 1}), cell(7), cell(GOOD)]
    ).encode(),
    "no_source": book([{"cell_type": "code"}, cell(GOOD)]).encode(),
    "odd_type": book([{"cell_type": ["code"], "source": GOOD}, {"cell_type": {}, "source": 1}]).encode(),
    "old": json.dumps(
        {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": GOOD}]}, None, 3]}
    ).encode(),
    "many_cells": book([cell("x = 1")] * 20_000 + [cell(GOOD)]).encode(),
    "magics": book(
        [
            cell("%%bash\nrm -rf /"),
            cell("!" * 10_000),
            cell("%" + "\\\n" * 5000),
            cell("?" * 9000),
            cell("%%writefile a07_logistic.py\n" + GOOD),
            cell(GOOD),
        ]
    ).encode(),
    "magic_regex": book(
        [cell("a" + " ,a" * 3000 + " !"), cell("a" + "[" * 5000 + "="), cell(" \t" * 20_000 + "= !x"), cell(GOOD)]
    ).encode(),
    "outputs": book(
        [
            cell(
                GOOD,
                outputs=[{"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script>"}}] * 100,
            )
        ]
    ).encode(),
    "brackets": book([cell("(" * 50_000), cell(GOOD)]).encode(),
    "pipe": book(
        [cell("def sigmoid(x):\n    %time return x\n"), cell("get_ipython().run_line_magic('x', '')"), cell(GOOD)]
    ).encode(),
    "empty_object": b"{}",
    "trailing": book([cell(GOOD)]).encode() + b"}}}",
}
