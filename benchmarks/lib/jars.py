"""A plugin's JAR from one class: compiled against the agent's API, and packed with a component that offers it."""
import os
import subprocess
import zipfile

from lib import machine
from lib.servers import Failed

COMPONENT = """\
<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="bench">
  <service><provide interface="org.metricbay.api.MetricPlugin"/></service>
  <implementation class="CLASS"/>
</scr:component>
"""


def compiled(distribution, folder, name, source):
    """The bytes of a class with this full name."""
    path = os.path.join(folder, name.rsplit(".", 1)[1] + ".java")
    with open(path, "w", encoding="utf-8") as file:
        file.write(source)
    done = subprocess.run(
        [os.path.join(machine.java_home(), "bin", "javac"), "--release", "17", "-d", folder, "-cp",
         os.path.join(distribution, "lib", "api-bundle.jar"), path], capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"the plugin {name} cannot be compiled:\n{done.stderr}")
    with open(os.path.join(folder, _entry(name)), "rb") as file:
        return file.read()


def write(path, symbolic_name, version, name, content, others=None):
    """Writes a bundle whose plugin is the class of this name; others are further entries."""
    manifest = {"Manifest-Version": "1.0", "Bundle-ManifestVersion": "2", "Bundle-SymbolicName": symbolic_name,
                "Bundle-Version": version, "Import-Package": 'org.metricbay.api;version="[1.0,2)"',
                "Service-Component": "OSGI-INF/bench.xml"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", "".join(f"{key}: {text}\r\n" for key, text in manifest.items()) + "\r\n")
        jar.writestr("OSGI-INF/bench.xml", COMPONENT.replace("CLASS", name))
        for entry, text in (others or {}).items():
            jar.writestr(entry, text)
        jar.writestr(_entry(name), content)


def _entry(name):
    return name.replace(".", "/") + ".class"
