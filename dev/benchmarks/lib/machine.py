"""What is measured, and on what."""
import datetime
import os
import re
import subprocess


def java_home():
    """The Java that JAVA_HOME says, else the one that the agent's script would find."""
    home = os.environ.get("JAVA_HOME")
    if home:
        return home
    found = subprocess.run(["sh", "-c", "readlink -f \"$(command -v java)\""], capture_output=True, text=True)
    if not found.stdout.strip():
        raise SystemExit("no Java found: install a JDK of version 17 or later, or set JAVA_HOME")
    return os.path.dirname(os.path.dirname(found.stdout.strip()))


def java_version():
    release = os.path.join(java_home(), "release")
    try:
        with open(release, encoding="utf-8") as file:
            return re.search(r'^JAVA_VERSION="(.*?)"', file.read(), re.M).group(1)
    except OSError as e:
        raise SystemExit(f"{release} does not tell the version of Java: set JAVA_HOME to a JDK ({e})")


def java_major():
    return java_version().split(".")[0]


def describe():
    """Whatever makes figures comparable."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"^(?:model name|Model)\s*:\s*(.*)", file.read(), re.M)
    shown = subprocess.run(["prometheus-node-exporter", "--version"], capture_output=True, text=True)
    exporter = re.search(r"version (\S+)", shown.stdout + shown.stderr)
    return {
        "cores": os.cpu_count(),
        "cpu": model.group(1) if model else os.uname().machine,
        "kernel": os.uname().release,
        "java": java_version(),
        "node_exporter": exporter.group(1).rstrip(",") if exporter else "unknown",
    }


def sentence(machine):
    return (f"{machine['cores']} cores ({machine['cpu']}), Linux {machine['kernel']}, Java {machine['java']}, "
            f"node_exporter {machine['node_exporter']}")


def today():
    return datetime.date.today().isoformat()


def load():
    """How busy the machine was in the last minute: the load average, which counts what is measured, too."""
    return os.getloadavg()[0]
