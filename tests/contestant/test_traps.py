"""Ten ways in which isolation looks right and is not (each was found by running it), at every level that promises it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest
import torch

from grader.contestant import Host, Limits
from grader.contestant.launch import environment
from grader.errors import GraderFault
from grader.model.outcome import Returned
from tests.contestant.asking import SLUG, Asker, call

SECRET = "trap-secret-4711"


@pytest.fixture(scope="module", params=["landlock", "namespaces"])
def locked(request):
    os.environ["TRAP_SECRET"] = SECRET
    host = Host(request.param, Limits(wall=60.0, processes=24))
    try:
        host.start()
        assert host.isolation == request.param
    except GraderFault as fault:
        pytest.skip(str(fault))
    finally:
        del os.environ["TRAP_SECRET"]
    with Asker(host) as asker:
        yield asker
    host.close()


def run(asker: Asker, body: str, *args: object) -> object:
    """What `def f(*args)` with that body returns at this level; an OSError becomes its name."""
    lines = "\n        ".join(body.strip().splitlines())
    source = (
        "import ctypes, os, threading, time\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"def f(*args):\n    try:\n        {lines}\n"
        "    except (OSError, RuntimeError) as error:\n        return type(error).__name__\n"
    )
    answer = asker.one(source, "f", *args, repeat=False)
    assert isinstance(answer.outcome, Returned), answer
    return answer.outcome.value


def test_1_the_user_id_is_not_a_mask_over_root(locked, tmp_path):
    assert 0 not in run(locked, "return os.getuid(), os.geteuid(), os.getgid(), *os.getgroups()")
    counted = """
pids = []
try:
    for _ in range(40):
        pid = os.fork()
        if pid == 0:
            time.sleep(9)
            os._exit(0)
        pids.append(pid)
finally:
    for pid in pids: os.kill(pid, 9)
return len(pids)
"""
    assert run(locked, counted) == "BlockingIOError"  # the bound on processes is kept, which it is not for uid 0
    private = tmp_path / "private"
    private.write_text("x")
    private.chmod(0o600)
    assert run(locked, "return open(args[0]).read()", str(private)) in ("PermissionError", "FileNotFoundError")


def test_2_the_environment_of_the_launcher_leaks_nowhere(locked):
    found = """
import glob
texts = [repr(dict(os.environ))]
for path in ["/proc/self/environ", "/proc/1/environ", *glob.glob("/proc/[0-9]*/environ")]:
    try: texts.append(open(path, errors="replace").read())
    except OSError: pass
return args[0] in "".join(texts), sorted(os.environ)
"""
    leaked, names = run(locked, found, SECRET)
    assert not leaked
    assert set(names) <= {*environment(), "TMPDIR", "LC_CTYPE"}


def test_3_it_is_the_python_and_the_torch_that_judge(locked, monkeypatch):
    versions = run(
        locked, "import sys, torch\nreturn sys.base_prefix, sys.version, str(torch.version.__version__), torch.__file__"
    )
    assert versions == (sys.base_prefix, sys.version, str(torch.version.__version__), torch.__file__)
    contestant = locked.open(a07_logistic="def f(): return 1")
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.0")
    with pytest.raises(GraderFault, match=r"3\.99\.0"):
        contestant.ask(SLUG, "f", [call()])


def test_4_every_folder_on_the_way_to_a_package_can_be_passed(locked):
    later = "import colorsys, sndhdr_is_gone"  # a standard module not imported before, then one that does not exist
    assert run(locked, "import wave, plistlib, sqlite3\nreturn wave.__name__") == "wave"
    assert (
        run(locked, f"try:\n    {later}\nexcept ModuleNotFoundError as error:\n    return error.name")
        == "sndhdr_is_gone"
    )
    assert run(locked, "import torch.optim.lbfgs as m\nreturn m.__name__") == "torch.optim.lbfgs"


@pytest.mark.parametrize(
    "reach",
    [
        "return len(open(f'/proc/{args[0]}/mem', 'rb').read(0))",
        "return os.listdir(f'/proc/{args[0]}/fd')",
        "os.kill(args[0], 0)\nreturn 'signalled'",
        "os.kill(os.getppid() or args[0], 0)\nreturn 'signalled'",
        "return os.pidfd_open(args[0])",
        "if libc.ptrace(16, args[0], None, None): raise OSError\nreturn 'traced'",
        "if libc.syscall(434, args[0], 0) < 0: raise OSError\nreturn 'held'",
    ],
)
def test_5_the_judge_is_out_of_reach(locked, reach):
    assert run(locked, reach, os.getpid()) in ("PermissionError", "FileNotFoundError", "ProcessLookupError", "OSError")


def test_6_nor_can_its_environment_be_read(locked):
    for pid in (os.getpid(), locked.host._source._process.pid):
        seen = run(locked, "return open(f'/proc/{args[0]}/environ').read()", pid)
        assert seen in ("PermissionError", "FileNotFoundError")


def test_7_the_filter_is_really_in_force(locked):
    status = """
libc.syscall.restype = ctypes.c_long
made = libc.syscall(425, 1, ctypes.create_string_buffer(120))
return libc.prctl(21, 0, 0, 0, 0), libc.prctl(39, 0, 0, 0, 0), made, ctypes.get_errno()
"""
    filtered, no_new_privileges, ring, number = run(locked, status)
    assert (filtered, no_new_privileges, ring, number) == (2, 1, -1, 1)


def test_8_torch_finds_the_devices_it_wants(locked):
    assert run(locked, "import torch\nreturn torch.seed() >= 0, len(os.urandom(8)), torch.rand(2).shape") == (
        True,
        8,
        (2,),
    )
    assert run(locked, "return open('/dev/null', 'w').write('x')") == 1
    assert (
        run(locked, "return 'processor' in open('/proc/cpuinfo').read() or 'CPU' in open('/proc/cpuinfo').read()")
        is True
    )


def test_9_too_much_output_is_dropped_and_blocks_nobody(locked):
    flood = "for _ in range(50):\n    print('x' * 10**6)\n    os.write(1, b'y' * 10**6)\n    os.write(2, b'z' * 10**6)\nreturn 7"
    assert run(locked, flood) == 7


def test_10_every_thread_is_locked_and_earlier_answers_survive_an_exit(locked):
    threaded = """
alone = len(os.listdir('/proc/self/task')) if os.getpid() == 1 else 1
seen = []
def work():
    try: seen.append(open(args[0]).read())
    except OSError as error: seen.append(type(error).__name__)
    try: seen.append(os.execv('/bin/true', ['true']))
    except OSError as error: seen.append(type(error).__name__)
thread = threading.Thread(target=work)
thread.start(); thread.join()
return alone, *seen
"""
    alone, read, ran = run(locked, threaded, __file__)
    assert alone == 1
    assert {read, ran} <= {"PermissionError", "FileNotFoundError"}
    leaving = "import os\ndef f(n):\n    print('before')\n    if n == 2: os._exit(0)\n    return n"
    answers = locked(leaving, "f", *[call(n) for n in range(3)])
    assert [getattr(answer.outcome, "value", "") for answer in answers] == [0, 1, ""]
    assert answers[1].printed == "before\n"


def test_the_path_of_the_contestant_is_handed_over(locked):
    path = run(locked, "import sys\nreturn list(sys.path)")
    assert "" not in path
    assert not any(os.path.isdir(os.path.join(entry, "tests")) for entry in path if "site-packages" not in entry)


ORDINARY_USER = """
import os, sys, tempfile
sys.path.insert(0, sys.argv[1])
from grader.contestant import Host
from tests.contestant.asking import Asker
TRIES = [
    "resource.prlimit(judge, resource.RLIMIT_CPU, (1, 1))",
    "os.sched_setaffinity(judge, {0})",
    "os.chmod(path, 0o777)",
    "os.utime(path)",
    "return resource.getrlimit(resource.RLIMIT_CORE)[:1]",
]
with Host("auto") as host, Asker(host) as asker, tempfile.NamedTemporaryFile() as file:
    print(host.isolation, host.isolation_detail["read a file outside"], sep="\\n")
    for body in TRIES:
        source = (f"import os, resource\\ndef f(judge, path):\\n    try:\\n        {body}\\n"
                  "    except OSError as error:\\n        return type(error).__name__\\n")
        print(asker.value(source, "f", os.getpid(), file.name))
"""


OLD_KERNEL = """
import sys
sys.path.insert(0, sys.argv[1])
from grader.contestant.inside import isolation, landlock
from grader.contestant.inside.warm import warm_up
from grader.contestant.limits import Limits
version = landlock.abi()
warm_up()
for old in range(1, version + 1):
    landlock.abi = lambda: old
    detail = isolation.choose("landlock", Limits()).detail
    print(old, detail["landlock_abi"], detail["signal the grader"], detail["write outside"])
"""


def as_ordinary_user(program: str) -> list[str]:
    """Lines that the program printed. The capability only lets it read a Python that lives under a private home."""
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("needs root to become somebody else")
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    setpriv = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    setpriv += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    done = subprocess.run([*setpriv, sys.executable, "-c", program, root], capture_output=True, text=True, timeout=120)
    if "setpriv" in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_landlock_needs_no_root():
    assert as_ordinary_user(ORDINARY_USER) == ["landlock", "denied (PermissionError)", *["PermissionError"] * 4, "(0,)"]


def test_landlock_of_older_kernels_will_do():
    lines = as_ordinary_user(OLD_KERNEL)
    assert lines
    for number, line in enumerate(lines, 1):
        assert line == f"{number} {number} denied (PermissionError) denied (PermissionError)"


FEW_FILES = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from grader.contestant import Host
resource.setrlimit(resource.RLIMIT_NOFILE, (60, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
with Host("landlock") as host:
    print(host.isolation)
"""


def test_more_packages_may_be_installed_than_files_may_be_open_at_first():
    assert as_ordinary_user(FEW_FILES) == ["landlock"]


@pytest.mark.skipif(sys.platform != "linux", reason="landlock is Linux's")
def test_a_report_is_read_from_a_descriptor_beyond_select():
    import fcntl
    import resource

    from grader.contestant.inside.probe import _read

    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 1200:
        pytest.skip("so many files cannot be open here")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    reading, writing = os.pipe()
    far = fcntl.fcntl(reading, fcntl.F_DUPFD_CLOEXEC, 1100)
    try:
        os.write(writing, b'{"computes": "done"}')
        os.close(writing)
        assert _read(far) == {"computes": "done"}
    finally:
        os.close(reading)
        os.close(far)
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
