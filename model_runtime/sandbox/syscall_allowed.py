"""Name the system calls that a closed child needs, by what it needs them for. What is in no list here is refused.

Found by watching Python, numpy, onnxruntime, torch, OpenCV and PDFium at work, and by what the C library calls in their
place on other versions. Which arguments they may have is said in `syscall_rules.py`. Decides nothing.
"""

FILES = (
    *("open", "openat", "creat", "close", "close_range", "dup", "dup2", "dup3", "fcntl", "ioctl"),
    *("read", "readv", "pread64", "preadv", "write", "writev", "pwrite64", "pwritev", "lseek", "sendfile"),
    *("stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2"),
    *("getdents", "getdents64", "getcwd", "chdir", "fchdir", "readlink", "readlinkat", "umask"),
    *("pipe", "pipe2", "memfd_create"),
)
"""Landlock decides which; of all these only opening to write, in granted folders, changes anything."""

WRITABLE_FOLDERS = (
    *("ftruncate", "fallocate", "fsync", "fdatasync", "copy_file_range"),
    *("mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2"),
)
"""The engine's scratch and cache; Landlock refuses all of it everywhere else."""

MEMORY = (
    *("brk", "mmap", "munmap", "mremap", "mprotect", "madvise", "msync", "membarrier", "mseal", "map_shadow_stack"),
    *("mlock", "mlock2", "mlockall", "munlock", "munlockall", "pkey_alloc", "pkey_free", "pkey_mprotect"),
    *("mbind", "get_mempolicy", "set_mempolicy", "arch_prctl"),  # the last also asks for the processor's matrix unit
)

THREADS = (
    *("clone", "futex", "set_robust_list", "rseq", "exit", "exit_group", "wait4", "waitid", "restart_syscall"),
    *("sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler"),
    *("sched_get_priority_max", "sched_get_priority_min", "getcpu"),
)

SIGNALS = (
    *("rt_sigaction", "rt_sigprocmask", "rt_sigpending", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait"),
    *("sigaltstack", "signalfd", "signalfd4", "kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pause"),
)

WAITING = (
    *("poll", "ppoll", "select", "pselect6", "eventfd", "eventfd2", "epoll_create", "epoll_create1", "epoll_ctl"),
    *("epoll_wait", "epoll_pwait", "epoll_pwait2"),
    *("nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "times", "alarm"),
    *("getitimer", "setitimer", "timer_create", "timer_settime", "timer_gettime", "timer_getoverrun", "timer_delete"),
    *("timerfd_create", "timerfd_settime", "timerfd_gettime"),
)

ONESELF = (
    *("getpid", "gettid", "getppid", "getpgrp", "getpgid", "getsid", "getuid", "geteuid", "getgid", "getegid"),
    *(
        "getgroups",
        "getresuid",
        "getresgid",
        "getrlimit",
        "setrlimit",
        "prlimit64",
        "getrusage",
        "uname",
        "sysinfo",
        "getrandom",
    ),
    "prctl",
)

PAIRS = (
    *("socket", "socketpair", "sendto", "recvfrom", "recvmsg", "shutdown", "getsockname", "getpeername"),
    "getsockopt",
)
"""A pair of sockets inside the process, as Python's event loops make; no way leads out of it."""

ALLOWED = frozenset((*FILES, *WRITABLE_FOLDERS, *MEMORY, *THREADS, *SIGNALS, *WAITING, *ONESELF, *PAIRS))

GPU_ALLOWED = frozenset(("bind", "listen", "setsockopt"))
"""What else a child with a GPU may call: libcuda names an abstract socket. It leads nowhere: connecting is refused."""
