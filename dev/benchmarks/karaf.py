"""Starts Apache Karaf minimal, for comparison: from exec to the start of a bundle in its deploy folder.

`start_ms` is a first start, `restart_ms` one of a Karaf that was started before and has kept its data.
"""
import io, os, shutil, subprocess, tarfile, time, zipfile

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VERSION = "4.4.8"
KEPT = os.path.join(HOME, "target", "karaf")
SOURCE = """
import java.nio.file.*;
import org.osgi.framework.*;

public final class Probe implements BundleActivator {
  @Override public void start(BundleContext context) throws Exception {
    Files.createFile(Path.of(System.getProperty("karaf.base"), "probe-started"));
  }

  @Override public void stop(BundleContext context) {}
}
"""
MANIFEST = """Manifest-Version: 1.0
Bundle-ManifestVersion: 2
Bundle-SymbolicName: probe
Bundle-Version: 1.0.0
Bundle-Activator: Probe
Import-Package: org.osgi.framework

"""


def tool(name):
    java_home = os.environ.get("JAVA_HOME")
    return os.path.join(java_home, "bin", name) if java_home else name


def obtain():
    """The unpacked distribution, from Maven."""
    home = os.path.join(KEPT, f"apache-karaf-minimal-{VERSION}")
    if not os.path.isdir(home):
        subprocess.run(["mvn", "-B", "-q", "dependency:copy", f"-DoutputDirectory={KEPT}",
                        f"-Dartifact=org.apache.karaf:apache-karaf-minimal:{VERSION}:tar.gz"],
                       cwd=HOME, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(home + ".tar.gz") as archive:
            archive.extractall(KEPT)
    return home


def probe(home, work):
    """A bundle that leaves a file behind when it starts."""
    source = os.path.join(work, "Probe.java")
    with open(source, "w") as file:
        file.write(SOURCE)
    boot = os.path.join(home, "lib", "boot")
    classpath = os.pathsep.join(os.path.join(boot, name) for name in os.listdir(boot))
    subprocess.run([tool("javac"), "--release", "17", "-cp", classpath, "-d", work, source], check=True)
    jar = io.BytesIO()
    with zipfile.ZipFile(jar, "w") as entries:
        entries.writestr("META-INF/MANIFEST.MF", MANIFEST)
        entries.write(os.path.join(work, "Probe.class"), "Probe.class")
    return jar.getvalue()


def allow_newer_java(home):
    """Its script asks for a security manager, with which Java 24 and later do not start."""
    script = os.path.join(home, "bin", "inc")
    with open(script) as file:
        text = file.read()
    with open(script, "w") as file:
        file.write(text.replace("-Djava.security.manager=allow", ""))


def install(work):
    """A fresh Karaf with the bundle in its deploy folder."""
    home = os.path.join(work, "karaf")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(obtain(), home, symlinks=True)
    allow_newer_java(home)
    with open(os.path.join(home, "deploy", "probe.jar"), "wb") as file:
        file.write(probe(home, work))
    return home


def start_ms(work):
    """Starts a fresh Karaf, and ends it; gives milliseconds."""
    return run_ms(install(work), work)


def restart_ms(work):
    """Starts the Karaf that start_ms has left, with all that it has kept in data/, and ends it."""
    return run_ms(os.path.join(work, "karaf"), work)


def run_ms(home, work):
    """From exec to the start of the bundle; the process ends in good order, as its data may be wanted again."""
    started = os.path.join(home, "probe-started")
    if os.path.exists(started):
        os.remove(started)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KARAF_")}
    log = open(os.path.join(work, "karaf.log"), "w")
    began = time.perf_counter()
    # "daemon" starts the JVM in place of the script, and without a console.
    process = subprocess.Popen([os.path.join(home, "bin", "karaf"), "daemon"], cwd=home, env=environment,
                               stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    log.close()
    try:
        while not os.path.exists(started):
            if time.perf_counter() - began > 60 or process.poll() is not None:
                raise IOError("Karaf did not start the bundle: " + open(log.name).read())
            time.sleep(0.002)
        return (time.perf_counter() - began) * 1e3
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
