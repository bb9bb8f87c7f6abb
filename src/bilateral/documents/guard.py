"""Reading in a process of its own, under a limit of time and memory.

Libraries in C can hang or grow on a hostile file, and nothing in Python can stop
them from inside. A worker keeps one reading process; the process that breaks its
limits is ended, its item rejected, and the next item gets a new one.

Run as a program (`python -m bilateral.documents.guard`) this is the reading process. A process
that loaded the readers already (`load_readers`) forks it instead, which takes no time.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import warnings
from multiprocessing import parent_process
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any, NoReturn

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.documents.items import Item
    from bilateral.records import Document, Part

__all__ = ["end_reader", "load_readers", "main", "read_guarded", "start_reader", "within_time"]

START_SECONDS = 120.0
"""Seconds that a reading process may take to load its libraries; one takes, on a busy machine ten."""

PATIENCE = 5.0
"""How many times the limit may go by on the clock: a busy machine must not decide what is read."""

IDLE_SECONDS = 6.0
"""Seconds in which a reading process that has a question sleeps without a break, waiting neither for a processor nor for a disk, until it is ended; Linux only."""

SPARE_SECONDS = 5.0
"""Seconds after that at which the reading process ends itself, should its worker be gone."""

SECONDS_PER_BYTE = 1e-6
"""Seconds more that a byte of a file is given: 1 for a megabyte. Five megabytes of text in one line take four seconds."""

PAGE_BATCH = 10
"""Pages of a PDF after which the reading process says that it goes on."""

MOST_PAGES = 1_000
"""Times that it may say so."""

_TIME_IS_UP = -getattr(signal, "SIGPROF", 0) or None
"""Exit status of a process that used up its time."""

_LENGTH = struct.Struct("!Q")
_READY = b"ready"
_PAGE = b"page"


def _send(stream: IO[bytes], content: bytes) -> None:
    message = memoryview(_LENGTH.pack(len(content)) + content)
    while message:
        message = message[stream.write(message) or 0 :]  # an unbuffered pipe takes what fits
    stream.flush()


def _take(stream: IO[bytes], n_bytes: int) -> bytes:
    """So many bytes, fewer if the other side is gone."""
    pieces: list[bytes] = []
    while n_bytes > 0 and (piece := stream.read(n_bytes)):
        pieces.append(piece)
        n_bytes -= len(piece)
    return b"".join(pieces)


def _receive(stream: IO[bytes]) -> bytes | None:
    """The next message, null if the other side is gone."""
    head = _take(stream, _LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length: int = _LENGTH.unpack(head)[0]
    content = _take(stream, length)
    return content if len(content) == length else None


class _Forked:
    """A reading process that was forked off this one; with what is used of `subprocess.Popen`."""

    def __init__(self, memory_bytes: int) -> None:
        questions, self_stdin = os.pipe()
        self_stdout, answers = os.pipe()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)  # threads that no reader calls
            self.pid = os.fork()
        if self.pid == 0:
            _serve_forked(questions, answers, memory_bytes)
        os.close(questions)
        os.close(answers)
        self.stdin, self.stdout = os.fdopen(self_stdin, "wb", 0), os.fdopen(self_stdout, "rb", 0)
        self._status: int | None = None

    def kill(self) -> None:
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        end = time.monotonic() + (timeout or 0.0)
        while self._status is None:
            pid, status = os.waitpid(self.pid, 0 if timeout is None else os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > end:
                raise subprocess.TimeoutExpired(__name__, timeout or 0.0)
            else:
                time.sleep(0.001)
        return self._status


def _serve_forked(questions: int, answers: int, memory_bytes: int) -> NoReturn:
    """In a process that was just forked: be a reading process with nothing else open, then end."""
    status = 1
    try:
        for name in ("SIGPROF", "SIGALRM", "SIGTERM"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        os.dup2(questions, 0)
        os.dup2(answers, _ANSWERS)
        os.closerange(_ANSWERS + 1, os.sysconf("SC_OPEN_MAX"))
        os.dup2(2, 1)  # what a library prints is no answer
        _serve(os.fdopen(0, "rb"), os.fdopen(_ANSWERS, "wb"), memory_bytes)
        status = 0
    finally:
        os._exit(status)


_ANSWERS = 3
"""Where a forked reading process writes its answers."""

_loaded: list[bool] = []
"""Whether this process has loaded the readers."""


def load_readers() -> None:
    """Load what a reading process needs into this process, so that it can be forked.

    Leaves out what only web pages need, which the reading process loads when the first comes.
    """
    importlib.import_module("bilateral.documents.read")
    _loaded.append(True)


class _Reader:
    """A reading process and the way to it."""

    def __init__(self, memory_bytes: int) -> None:
        self.process: _Forked | subprocess.Popen[bytes]
        if _loaded and sys.platform == "linux" and parent_process() is not None:  # a worker; no user's process is forked for this
            self.process = _Forked(memory_bytes)
        else:
            command = [sys.executable, "-m", "bilateral.documents.guard", str(memory_bytes)]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)  # noqa: S603 - our own module
        self.is_ready = False

    def ask(self, content: bytes | None, seconds: float) -> tuple[bytes | None, bool]:
        """The answer, null if the process ended, and whether it was ended for want of time.

        A page done in time earns time for the next.
        """
        for turn in range(MOST_PAGES):
            answer, is_late = self._wait(content if turn == 0 else None, seconds)
            if answer != _PAGE:
                return answer, is_late
        return None, True

    def _wait(self, content: bytes | None, seconds: float) -> tuple[bytes | None, bool]:
        """The next message, and whether the process was ended for want of time."""
        stdin, stdout = self.process.stdin, self.process.stdout
        if stdin is None or stdout is None:
            return None, False
        try:
            if content is not None:
                _send(stdin, content)
            if os.name == "posix":
                if not self._has_answer(stdout, seconds):
                    self.process.kill()
                    return None, True
                return _receive(stdout), False
            return self._wait_by_timer(stdout, seconds)
        except OSError:
            return None, False

    def _has_answer(self, stdout: IO[bytes], seconds: float) -> bool:
        """Whether an answer comes in time and before the process has slept too long."""
        end, slept = time.monotonic() + seconds, 0.0
        while (left := end - time.monotonic()) > 0 and slept < IDLE_SECONDS:
            step = min(1.0, left)
            if select.select([stdout], [], [], step)[0]:
                return True
            slept = slept + step if self.is_ready and _sleeps(self.process.pid) else 0.0
        return False

    def _wait_by_timer(self, stdout: IO[bytes], seconds: float) -> tuple[bytes | None, bool]:
        """As `_wait`, where pipes cannot be waited for."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            return _receive(stdout), late.is_set()
        finally:
            timer.cancel()

    def end(self) -> int:
        """End the process; returns its exit status."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        try:
            return self.process.wait(1.0)  # it ends by itself when nothing more is to come
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def _sleeps(pid: int) -> bool:
    """Whether a process waits for something else than a processor or a disk; false where the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] == b"S"
    except (OSError, IndexError):
        return False


_readers: list[_Reader] = []
"""The reading process of this process, if it has one."""

_of_the_parent: list[_Reader] = []
"""What a forked process has of its parent's reading process: kept, so that nothing takes it for its own to end."""


def _forget_readers() -> None:
    """In a process that was forked: the reading process answers its parent alone."""
    for reader in _readers:
        for pipe in (reader.process.stdin, reader.process.stdout):
            if pipe is not None:
                pipe.close()
    _of_the_parent.extend(_readers)
    _readers.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_readers)


def start_reader(memory_bytes: int) -> None:
    """Start this process's reading process, to be ready when the first item comes.

    Args:
        memory_bytes: Memory that reading may take beside the libraries' own.
    """
    if not _readers:
        _readers.append(_Reader(memory_bytes))


@atexit.register
def end_reader() -> None:
    """End this process's reading process, if it has one."""
    while _readers:
        _readers.pop().end()


def read_guarded(item: Item, options: dict[str, Any], *, seconds: float, memory_bytes: int) -> tuple[Document, list[Part]]:
    """Read an item like `read.read_item`, but within limits of time and memory.

    Time is the processor's, where the system counts it, else the clock's. Memory is limited on Linux only.

    Args:
        item: What to read.
        options: Further arguments of `read_item`.
        seconds: Time that reading may take, a PDF's for every ten pages; a large file is given more.
        memory_bytes: Memory that reading may take beside the libraries' own.

    Returns:
        The document and its parts.

    Raises:
        DocumentError: As `read_item`, or with reason too_slow or reader_failed.
        SettingsError: As `read_item`.
    """
    start_reader(memory_bytes)
    reader = _readers[0]
    if not reader.is_ready:
        reader.is_ready = reader.ask(None, START_SECONDS)[0] == _READY
    seconds += SECONDS_PER_BYTE * _size(item)
    question = pickle.dumps((item, options, seconds))
    answer, is_late = reader.ask(question, PATIENCE * seconds) if reader.is_ready else (None, False)
    if answer is None:
        _readers.clear()
        status = reader.end()
        raise _lost(item, status, seconds if is_late or status == _TIME_IS_UP else None)
    result, error = pickle.loads(answer)  # noqa: S301 - sent by our own process
    if error is not None:
        raise error
    document, parts = result
    return document, parts


def _size(item: Item) -> int:
    try:
        return len(item.data) if isinstance(item.data, bytes) else item.data.stat().st_size
    except OSError:
        return 0  # reading it will say why


def _lost(item: Item, status: int, seconds: float | None) -> DocumentError:
    """The error of an item whose reading process is gone."""
    if seconds is not None:
        message = f"got {item.name}, which takes more than {seconds:g} s to read; save it again as text, or raise read_seconds"
        return DocumentError(message, "too_slow")
    message = f"got {item.name}, at which the library that reads it broke down or ran out of memory (status {status}); save it again as text"
    return DocumentError(message, "reader_failed")


@contextlib.contextmanager
def within_time(seconds: float, name: str) -> Iterator[None]:
    """Hold what is done in a block to so much time of the processor.

    Does nothing where the system has no such clock or this is not the main thread,
    and cannot break into one call of a library in C.

    Args:
        seconds: Time of the processor.
        name: What is worked on, for the message.

    Raises:
        DocumentError: With reason too_slow.

    Example:
        >>> with within_time(5.0, "a.txt"):
        ...     pass
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        message = f"got {name}, which takes more than {seconds:g} s of the processor to code; split it, or raise code_seconds"
        raise DocumentError(message, "too_slow")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)  # again after a second, should some code have swallowed it
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _limit_memory(n_bytes: int) -> None:
    """Hold this process to so many bytes more than it has; Linux only."""
    try:
        import resource  # noqa: PLC0415 - not on Windows

        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - not a file
            pages = int(file.read().split()[5])
        limit = pages * resource.getpagesize() + n_bytes
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    except (ImportError, OSError, ValueError, IndexError, AttributeError):
        return


def _end_after(seconds: float) -> None:
    """Have the system end this process after so many seconds of work; 0 takes it back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, seconds and PATIENCE * seconds + SPARE_SECONDS)


def _answer(content: bytes, answers: IO[bytes]) -> bytes:
    """Read the item that a message asks for."""
    from bilateral.documents.read import read_item  # noqa: PLC0415 - loads the readers

    item, options, seconds = pickle.loads(content)  # noqa: S301 - sent by our own worker
    if PurePath(item.name).suffix.lower() not in _PLAIN:
        _load_for_pages()

    def tell(page: int) -> None:
        if page % PAGE_BATCH == 0:
            _end_after(seconds)
            _send(answers, _PAGE)

    _end_after(seconds)
    try:
        return pickle.dumps((read_item(item, **options, on_page=tell), None))
    except MemoryError:
        message = f"got {item.name}, which takes too much memory to read; split it, or raise read_memory_bytes"
        return pickle.dumps((None, DocumentError(message, "too_large")))
    except Exception as error:  # noqa: BLE001 - the worker decides
        return _pickled(error)
    finally:
        _end_after(0)


def _pickled(error: Exception) -> bytes:
    """An exception as an answer; one that cannot travel becomes one that can."""
    try:
        content = pickle.dumps((None, error))
        pickle.loads(content)  # noqa: S301 - made on the line above
    except Exception:  # noqa: BLE001 - any class may fail to pickle in any way
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
    return content


_PLAIN = frozenset({".txt", ".md", ".text"})


def _load_for_pages() -> None:
    """Load what reads web pages, before the time of an item runs."""
    for name in ("bilateral.documents.html", "bilateral.documents.mail", "trafilatura", "htmldate"):
        importlib.import_module(name)


def main() -> None:
    """Read items from standard input until it closes; answers go to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the worker's parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    importlib.import_module("bilateral.documents.read")
    _load_for_pages()
    _serve(sys.stdin.buffer, answers, int(sys.argv[1]))


def _serve(questions: IO[bytes], answers: IO[bytes], memory_bytes: int) -> None:
    """Read items until no question comes any more."""
    _limit_memory(memory_bytes)
    _send(answers, _READY)
    while (content := _receive(questions)) is not None:
        _send(answers, _answer(content, answers))


if __name__ == "__main__":
    main()
