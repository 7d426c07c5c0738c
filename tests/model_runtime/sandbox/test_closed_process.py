"""What a closed child still can, and what it really cannot: real processes, real system calls, real attempts."""

import errno
import os
import platform
import signal
import socket
import sys
from pathlib import Path

import pytest

from model_runtime.sandbox import syscall_rules
from model_runtime.sandbox.syscall_numbers import architecture_named
from tests.model_runtime.sandbox.children import Account

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tries the Linux sandbox")


def test_privileges_are_gone(account: Account) -> None:
    """No capability is left, none can be gained, and a filter is in force."""
    status = account.run(
        """
        close_sandbox(profile())
        tell(dict(line.split(":\\t") for line in Path("/proc/self/status").read_text().splitlines() if ":\\t" in line))
        """
    ).told
    assert ["0" * 16] * 4 == [status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")]
    assert ["1", "2"] == [status["NoNewPrivs"].strip(), status["Seccomp"].strip()]


def test_the_network_namespace_is_empty(me: Account) -> None:
    """Where the system permits namespaces, the only interface inside is a loopback of our own."""
    layers, interfaces = me.run(
        """
        layers = close_sandbox(profile(readable=("/proc/self/net",)))
        rows = Path("/proc/self/net/dev").read_text().splitlines()[2:]
        tell([layers, [row.split(":")[0].strip() for row in rows]])
        """
    ).told
    if "namespaces" not in layers:
        pytest.skip("this system forbids namespaces")
    assert ["lo"] == interfaces


def test_the_machine_has_another_name_inside(me: Account) -> None:
    """What the machine is called is a private fact; where namespaces are permitted it stays outside."""
    layers, name = me.run("import os\nlayers = close_sandbox(profile())\ntell([layers, os.uname().nodename])").told
    if "namespaces" not in layers:
        pytest.skip("this system forbids namespaces")
    assert "in-camera" == name
    assert name != os.uname().nodename


def test_the_death_signal_can_be_asked_for_and_not_given_up(account: Account) -> None:
    """The child asks for it once it is closed; after that nothing but SIGKILL can be set."""
    told = account.run(
        """
        import os
        from model_runtime.sandbox import linux_calls
        from model_runtime.server import parent_watch
        close_sandbox(profile())
        parent_watch.ask_for_death_signal(os.getppid())
        tell([refusal(linux_calls.control_process, 1, number) for number in (0, 1, 2, 9, 15, 1 << 32)])
        """
    ).told
    assert [errno.EPERM] * 3 + [0] + [errno.EPERM] * 2 == told


def test_every_refused_call_is_refused_by_the_kernel(account: Account) -> None:
    """Each system call that a rule always refuses, made for real with empty arguments, ends with the rule's errno."""
    architecture = architecture_named(platform.machine())
    assert architecture is not None
    expected = {
        name: rule.errno
        for rule in syscall_rules.rules(0, gpu=False)
        if rule.only_if is None and rule.unless is None
        for name in rule.names
        if name in architecture.numbers
    }
    numbers = {name: architecture.numbers[name] for name in expected}
    told = account.run(
        f"""
        import ctypes
        close_sandbox(profile())
        libc = ctypes.CDLL(None, use_errno=True)
        def made(number):
            assert libc.syscall(number, 0, 0, 0, 0, 0, 0) == -1
            return ctypes.get_errno()
        tell({{name: made(number) for name, number in {numbers}.items()}})
        """
    ).told
    assert expected == told


def test_threads_that_need_the_same_thing_made_once_do_not_wait_for_ever(account: Account) -> None:
    """What C++ makes at its first use is guarded by a lock that is no thread's own: whoever comes second gets it, too.

    Libraries of kernels make their code so (AMX in oneDNN): an engine stood still for good where two threads came at once.
    """
    told = account.run(
        """
        import ctypes, threading, time
        library = ctypes.CDLL("libstdc++.so.6")
        close_sandbox(profile())
        guard = ctypes.c_uint64(0)
        place = ctypes.byref(guard)
        got = []
        mine = library.__cxa_guard_acquire(place)
        second = threading.Thread(target=lambda: got.append(library.__cxa_guard_acquire(place)), daemon=True)
        second.start()
        time.sleep(0.2)  # it has come, and waits
        library.__cxa_guard_release(place)
        second.join(20)
        tell([mine, got])
        """
    ).told
    assert [1, [0]] == told


def test_no_socket_leaves_the_process(account: Account) -> None:
    """Every family but AF_UNIX is refused, and a unix socket can only talk to its own pair."""
    told = account.run(
        """
        import socket
        close_sandbox(profile())
        families = [socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK, 38]
        mine, other = socket.socketpair()
        mine.sendall(b"still works")
        datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        tell({
            "families": sorted({refusal(socket.socket, family, kind) for family in families for kind in (1, 2, 3)}),
            "pair": other.recv(20).decode(),
            "bind": refusal(datagrams.bind, "\\0in-camera"),
            "sendto": refusal(datagrams.sendto, b"x", "\\0in-camera"),
            "sendmsg": refusal(mine.sendmsg, [b"x"]),
        })
        """
    ).told
    assert {
        "families": [errno.EACCES],
        "pair": "still works",
        "bind": errno.EACCES,
        "sendto": errno.EACCES,
        "sendmsg": errno.EACCES,
    } == told


@pytest.mark.parametrize("address", ["named", "abstract"])
def test_a_listening_unix_socket_outside_cannot_be_reached(me: Account, tmp_path: Path, address: str) -> None:
    """A server of the desktop's user, such as D-Bus, hears nothing from inside, even in the scratch folder."""
    name = str(tmp_path / "bus") if address == "named" else f"\0in-camera-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        server.settimeout(0.2)
        told = me.run(
            """
            import socket
            name = sys.argv[1].replace("@", "\\0")
            close_sandbox(profile(scratch=Path(sys.argv[2])))
            tell([refusal(socket.socket(socket.AF_UNIX).connect, name)])
            """,
            name.replace("\0", "@"),
            str(tmp_path),
        ).told
        assert [errno.EACCES] == told
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_program_and_no_process_starts(account: Account) -> None:
    """Neither Python's ways to start something, nor the shell's, nor replacing ourselves work."""
    told = account.run(
        """
        import os, subprocess
        close_sandbox(profile())
        program = ["/bin/true"]
        tell([
            refusal(os.fork),
            refusal(os.posix_spawn, program[0], program, {}),
            refusal(subprocess.run, program),
            refusal(subprocess.run, program, close_fds=False),
            refusal(os.execv, program[0], program),
            os.system("true") == 0,
        ])
        """
    ).told
    assert [errno.EPERM] * 5 + [False] == told


def test_the_parent_cannot_be_signalled_or_read(me: Account) -> None:
    """The desktop survives: no signal reaches it, its memory and environment stay unread, its limits unchanged."""
    told = me.run(
        """
        import fcntl, os, resource, signal
        reading, _ = os.pipe()
        close_sandbox(profile())
        parent = os.getppid()
        tell([
            refusal(os.kill, parent, signal.SIGTERM),
            refusal(os.killpg, os.getpgid(parent), signal.SIGTERM),
            refusal(fcntl.fcntl, reading, fcntl.F_SETOWN, parent),
            refusal(resource.prlimit, parent, resource.RLIMIT_NOFILE),
            refusal(os.pidfd_open, parent),
            refusal(open, f"/proc/{parent}/mem", "rb"),
            refusal(open, f"/proc/{parent}/environ", "rb"),
            refusal(os.listdir, "/proc"),
        ])
        """
    ).told
    assert [errno.EPERM] * 5 + [errno.EACCES] * 3 == told


def test_a_signal_to_ourselves_still_ends_us(me: Account) -> None:
    """`abort()`, the way a native library gives up, works as everywhere."""
    ran = me.run("import os\nclose_sandbox(profile())\nos.abort()")
    assert -signal.SIGABRT == ran.returncode


def test_a_gpu_child_still_holds_everything(me: Account) -> None:
    """What CUDA needs (its nodes, naming threads, naming a socket) opens none of the tested ways out."""
    told = me.run(
        """
        import threading, time
        from model_runtime.sandbox.self_test import run_self_test
        wanted = profile(gpu=True, may_write_files=True)
        layers = close_sandbox(wanted)
        thread = threading.Thread(target=time.sleep, args=(1,))
        thread.start()
        Path(f"/proc/self/task/{thread.native_id}/comm").write_text("cuda-thread")
        name = Path(f"/proc/self/task/{thread.native_id}/comm").read_text().strip()
        tell([name, [c.check for c in run_self_test(wanted, layers) if not c.held]])
        """
    ).told
    assert ["cuda-thread", []] == told


def test_threads_work(me: Account) -> None:
    """Threads start after closing and are closed as well."""
    told = me.run(
        """
        import os
        from concurrent.futures import ThreadPoolExecutor
        close_sandbox(profile())
        with ThreadPoolExecutor(4) as pool:
            tell(sorted(set(pool.map(lambda _: refusal(os.fork), range(8)))))
        """
    ).told
    assert [errno.EPERM] == told


def test_a_second_thread_forbids_closing(me: Account) -> None:
    """A thread that runs already would stay outside: closing refuses, rather than closing half a process."""
    ran = me.run(
        """
        import threading, time
        threading.Thread(target=time.sleep, args=(0.5,)).start()
        close_sandbox(profile())
        """
    )
    assert 1 == ran.returncode
    assert "one thread" in ran.stderr


def test_memory_is_bounded(me: Account) -> None:
    """A decompression bomb ends in MemoryError instead of filling the machine."""
    told = me.run(
        """
        close_sandbox(profile(memory_bytes=1 << 30))
        try:
            bytearray(2 << 30)
        except MemoryError:
            tell("bounded")
        """
    ).told
    assert "bounded" == told


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86_64 has a second table of 32-bit calls")
def test_a_32_bit_call_ends_the_process(me: Account) -> None:
    """`int 0x80` numbers calls differently and would pass the filter: it kills instead."""
    ran = me.run(
        """
        import ctypes, mmap
        close_sandbox(profile())
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        tell("alive")
        """
    )
    assert b"" == ran.stdout
    assert ran.returncode in (-signal.SIGSYS, -signal.SIGSEGV)  # SIGSEGV: a kernel without 32-bit calls


def test_text_is_read_from_a_picture_inside(account: Account) -> None:
    """The libraries of both children import, draw, decode and recognise text after the sandbox is closed."""
    told = account.run(
        """
        close_sandbox(profile())
        import io, logging
        import cv2, numpy, onnxruntime, pypdfium2
        from PIL import Image, ImageDraw, ImageFont
        picture = Image.new("RGB", (640, 160), "white")
        ImageDraw.Draw(picture).text((30, 40), "TOTAL 42.50", fill="black", font=ImageFont.load_default(64))
        encoded = io.BytesIO()
        picture.save(encoded, "PNG")
        pixels = cv2.imdecode(numpy.frombuffer(encoded.getvalue(), numpy.uint8), cv2.IMREAD_COLOR)
        logging.disable()
        from rapidocr import RapidOCR
        words = " ".join(RapidOCR()(pixels).txts)
        pages = io.BytesIO()
        picture.save(pages, "PDF")
        page = pypdfium2.PdfDocument(pages.getvalue())[0].render().to_numpy()
        tell([words, page.shape[2], sorted(onnxruntime.get_available_providers())[-1]])
        """
    ).told
    assert "42.50" in told[0]
    assert [3, "CPUExecutionProvider"] == told[1:]
