"""Close a Linux process, layer by layer, each useful where another is missing.

The order matters: namespaces need the privileges that are dropped next, Landlock opens the folders it grants, and the
filter that comes last refuses what all of them used. Needs no root, and treats root as anybody.
"""

import os
import sys

from model_runtime.sandbox import landlock, limits, namespaces, privileges, profile, seccomp, syscall_rules
from model_runtime.sandbox.syscall_numbers import architecture_named


def close(wanted: profile.SandboxProfile) -> tuple[str, ...]:
    """Close this process for ever and return the layers that are up.

    A layer that the system does not offer is left out; a layer that it offers and then fails to put up raises. Raises
    RuntimeError when a second thread runs, which would stay outside; OSError from the kernel.
    """
    if len(os.listdir("/proc/self/task")) != 1:
        raise RuntimeError("the sandbox must be closed while the process has one thread")
    sys.dont_write_bytecode = True  # the attempt would only be refused
    architecture = architecture_named(os.uname().machine)
    up = ["no_new_privs"]
    privileges.forbid_new_privileges()
    if namespaces.enter():
        up.append("namespaces")
    limits.set_limits(wanted)
    up.append("limits")
    privileges.hide_memory()
    if architecture is None:  # a processor whose system calls nobody has listed here
        return tuple(up)
    privileges.drop_capabilities(architecture)
    up.append("no_capabilities")
    up += landlock.restrict(architecture, profile.grants(wanted))
    stated = syscall_rules.rules(os.getpid(), gpu=wanted.gpu, may_choose_cores=wanted.role == "engine")
    program = seccomp.filter_program(architecture, stated)
    if seccomp.install(program):
        up.append("seccomp")
    return tuple(up)
