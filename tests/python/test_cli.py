"""The command, as a shell runs it."""

import json
import os
import pty
import subprocess
import sys

import polars as pl
import pytest
from dateline import places
from dateline.cli import main


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-c", "import sys; from dateline.cli import main; sys.exit(main())", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


@pytest.mark.parametrize(
    ("name", "read"),
    [("items.parquet", pl.read_parquet), ("items.csv", pl.read_csv), ("items.ndjson", pl.read_ndjson)],
)
def test_parse_writes_the_items_by_extension(folder, tmp_path, name, read):
    done = run("parse", folder, "-o", tmp_path / name)
    assert done.returncode == 0, done.stderr
    assert read(tmp_path / name).height == 6
    assert "3 issues, 6 items" in done.stderr
    assert done.stdout == ""


def test_parse_writes_all_tables_into_a_folder(folder, tmp_path):
    assert run("parse", folder, "-o", tmp_path / "out", "--format", "ndjson").returncode == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"{name}.ndjson" for name in ("citations", "diagnostics", "issues", "items", "mentions")]
    first = json.loads((tmp_path / "out" / "items.ndjson").read_text().splitlines()[0])
    assert first["source"] == "Reuters"


def test_facts_and_vocabulary_reach_the_reader(folder, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("name,country\nReuters,TZA\n")
    out = tmp_path / "out"
    done = run("parse", folder, "-o", out, "--published", "2023-03-01", "--series", "Port Watch", "--outlets", own)
    assert done.returncode == 0, done.stderr
    assert set(pl.read_parquet(out / "issues.parquet")["published_basis"]) == {"given"}
    assert "TZA" in pl.read_parquet(out / "citations.parquet")["outlet_country"].to_list()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["parse", "no/such/place", "-o", "x.csv"], "no/such/place"),
        (["parse", "{folder}", "-o", "items.xlsx"], "expected a name ending in .parquet, .csv or .ndjson"),
        (["parse", "{folder}", "-o", "x.csv", "--published", "soon"], "expected a date"),
        (["parse", "{folder}", "-o", "x.csv", "--threads", "0"], "threads"),
        (["show", "{folder}", "russia-reform-monitor/2001/9"], "nearest: russia-reform-monitor/2001/"),
        (["check", "{folder}", "--outlets", "absent.csv"], "no file 'absent.csv'"),
        (["parse", "{folder}", "-o", "/dev/null/out"], "cannot write"),
    ],
)
def test_a_mistake_gives_one_line_and_status_2(folder, tmp_path, arguments, message):
    done = run(*(argument.format(folder=folder) for argument in arguments), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("dateline: error: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_check_points_at_the_place(folder):
    path = folder / "200" / "rrm-no-2001.txt"
    path.write_text(path.read_text().replace("Times, February 3", "Times, February 30"))
    done = run("check", folder, "--severity", "error")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    at = next(index for index, line in enumerate(lines) if "[impossible-date]" in line)
    heading, source, caret = lines[at : at + 3]
    place, message = heading.split(": error: ")
    number, column = (int(part) for part in place.split(":")[-2:])
    assert place.startswith(str(path))
    assert "February 30" in source
    assert source.strip() == path.read_text().splitlines()[number - 1].strip()
    assert source[caret.index("^") :].startswith(path.read_text().splitlines()[number - 1][column - 1 :][:11])
    assert message
    assert "1 error" in lines[-1]


def test_check_of_a_clean_archive_gives_status_0(folder):
    done = run("check", folder, "--severity", "warning")
    assert done.returncode == 0, done.stdout
    assert "3 issues, 6 items: 0 error, 0 warning" in done.stdout


def test_show_prints_values_and_text(folder):
    done = run("show", folder, "russia-reform-monitor/2002/1")
    assert done.returncode == 0, done.stderr
    assert "The port of Murmansk shipped its first cargo of the year. (Reuters, February 10, 2023)" in done.stdout
    for part in ("country         RUS", "source          Reuters", "date            2023-02-10", "Murmansk | RUS"):
        assert part in done.stdout


def test_help_teaches_and_version_is_told():
    for arguments in ([], ["parse"], ["check"], ["show"], ["update"]):
        done = run(*arguments, "--help")
        assert done.returncode == 0
        assert "SRC" in done.stdout
    assert "dateline parse archive/ -o items.csv" in run("--help").stdout
    assert run("--version").stdout.startswith("dateline 0.")


def test_the_entry_point_is_installed(folder):
    command = os.path.join(os.path.dirname(sys.executable), "dateline")
    done = subprocess.run([command, "check", folder, "--severity", "error"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_bar_on_a_terminal_and_none_in_a_pipe(folder, tmp_path):
    arguments = ["parse", str(folder), "-o", str(tmp_path / "x.csv")]
    assert "\r" not in run(*arguments).stderr
    ours, theirs = pty.openpty()
    code = "import sys; from dateline.cli import main; sys.exit(main())"
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    shown = b""
    # Linux answers a read of a closed terminal with an error.
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:
        pass
    os.close(ours)
    assert process.wait() == 0
    assert b"\r[" in shown
    assert b"MB" in shown


def test_a_reader_that_goes_away_is_no_error(folder):
    for index in range(2000):
        (folder / f"x{index}.txt").write_text(f"Nothing cited here, {index}.\n")
    code = "import sys; from dateline.cli import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) == 141
    assert process.stderr.read() == ""
    process.stderr.close()


def test_main_returns_a_status(folder, capsys):
    assert main(["check", str(folder), "--severity", "error"]) == 0
    assert "6 items" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        ("ab\ncd (ef", 6, 9, "cd (ef\n   ^^^"),
        ("ab\r\ncd\r\n", 4, 6, "cd\n^^"),
        ("\ta\tb", 3, 4, "    a    b\n         ^"),
        ("日本 x", 7, 8, "日本 x\n     ^"),
        ("e\u0301 x", 4, 5, "e\u0301 x\n  ^"),
        ("a \x1b[31m b", 8, 9, "a \ufffd[31m b\n        ^"),
        ("abc\ndef", 1, 6, "abc\n ^^"),
        ("abc", 3, 3, "abc\n   ^"),
        ("", 0, 0, "\n^"),
    ],
)
def test_the_caret_stands_under_the_place(text, start, end, shown):
    assert places.pointed_at(text, start, end) == shown


def test_a_long_line_is_cut_around_the_place():
    text = "é" * 500_000 + "(here" + "ü" * 500_000
    line, caret = places.pointed_at(text, 1_000_000, 1_000_005, width=40).split("\n")
    assert len(line) <= 42
    assert line.startswith("…é")
    assert line.endswith("ü…")
    assert line[caret.index("^") : caret.rindex("^") + 1] == "(here"


def test_update_keeps_a_store_that_the_other_commands_read(folder, tmp_path):
    store = tmp_path / "store"
    done = run("update", folder, store)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == f"{store}: version 1: 3 added, 0 changed, 0 removed, 0 unchanged"
    next(folder.rglob("*2002.txt")).unlink()
    assert "0 changed, 1 removed, 2 unchanged" in run("update", folder, store, "--removed", "drop").stderr
    assert "2 issues, 4 items" in run("check", store).stdout
    assert "Murmansk" in run("show", store, "russia-reform-monitor/2001/1").stdout
    assert run("parse", store, "-o", tmp_path / "items.parquet").returncode == 0
    assert pl.read_parquet(tmp_path / "items.parquet").height == 4
    refused = run("check", store, "--published", "2023-03-01")
    assert refused.returncode == 2
    assert "expected none with a store" in refused.stderr
    inside = run("update", folder, folder.parent)
    assert inside.returncode == 2
    assert "expected a store outside its source" in inside.stderr
