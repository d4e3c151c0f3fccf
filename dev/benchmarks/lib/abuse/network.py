"""A network of its own with many links, for one piece of work; it is gone when that ends."""
import ctypes
import multiprocessing
import os
import resource
import subprocess
import traceback

from lib.servers import Failed

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
MS_REC, MS_PRIVATE = 0x4000, 0x40000


def in_namespace(links, files, work):
    """What the work gives, which runs in a process that has such a network, and may open so many files at most."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, links, files, work))
    process.start()
    sender.close()
    try:
        result, failure = receiver.recv()
    except EOFError:
        raise Failed("the process in a network of its own ended without a word; see above")
    except BaseException:
        # This one is being ended; that one ends what it has started, too.
        process.terminate()
        raise
    finally:
        process.join()
    if failure:
        raise Failed(failure)
    return result


def _run(sender, links, files, work):
    try:
        _enter()
        _add(links)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        sender.send((work(), None))
    except (Failed, OSError) as e:
        sender.send((None, str(e)))
    except Exception:
        sender.send((None, traceback.format_exc()))


def _enter():
    """With a /sys that shows this network, and mounts that nobody else sees."""
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.unshare(CLONE_NEWNS | CLONE_NEWNET), "no network of its own")
    _check(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "no mounts of its own")
    _check(libc.mount(b"sysfs", b"/sys", b"sysfs", 0, None), "no /sys of its own")


def _check(result, what):
    if result:
        error = ctypes.get_errno()
        raise Failed(f"{what}: {os.strerror(error)}; run it as root, in a container with the rights for it")


def _add(links):
    """Pairs of links, as not every kernel has dummies."""
    lines = ["link set lo up"]
    for number in range(0, links, 2):
        lines += [f"link add ab{number} type veth peer name ab{number + 1}"]
        lines += [f"link set ab{each} up" for each in (number, number + 1)]
    try:
        done = subprocess.run(["ip", "-batch", "-"], input="\n".join(lines) + "\n", text=True, capture_output=True)
    except FileNotFoundError:
        raise Failed("ip is not there: apt-get install iproute2")
    if done.returncode:
        raise Failed(f"{links} links cannot be made: {done.stderr[:300]}")
