"""A plugin's JAR from one class: compiled against the agent's API, and packed with a component that offers it."""
import os
import subprocess
import zipfile

from lib import machine
from lib.servers import Failed

USED = ("api-bundle.jar", "org.apache.felix.http.servlet-api.jar")
COMPONENT = """\
<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="bench">
  <service><provide interface="org.metricbay.api.MetricPlugin"/></service>
  <implementation class="CLASS"/>
</scr:component>
"""


SERVLET = """\
<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="bench">
  <property name="osgi.http.whiteboard.servlet.pattern" value="PATTERN"/>
  <property name="osgi.http.whiteboard.servlet.asyncSupported" type="Boolean" value="true"/>
  <service><provide interface="jakarta.servlet.Servlet"/></service>
  <implementation class="CLASS"/>
</scr:component>
"""
SERVLET_PACKAGES = "jakarta.servlet,jakarta.servlet.http"


def compiled(distribution, folder, name, source):
    """The bytes of a class with this full name, which may use the agent's API and servlets."""
    path = os.path.join(folder, name.rsplit(".", 1)[1] + ".java")
    with open(path, "w", encoding="utf-8") as file:
        file.write(source)
    done = subprocess.run(
        [os.path.join(machine.java_home(), "bin", "javac"), "--release", "17", "-d", folder, "-cp",
         os.pathsep.join(os.path.join(distribution, "lib", jar) for jar in USED), path], capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"the plugin {name} cannot be compiled:\n{done.stderr}")
    with open(os.path.join(folder, _entry(name)), "rb") as file:
        return file.read()


def write_servlet(path, symbolic_name, name, content, pattern):
    """Writes a bundle whose servlet is the class of this name, at a pattern below the bundle's place."""
    _write(path, symbolic_name, "1.0.0", SERVLET_PACKAGES, SERVLET.replace("CLASS", name).replace("PATTERN", pattern),
           {_entry(name): content})


def write(path, symbolic_name, version, name, content, others=None):
    """Writes a bundle whose plugin is the class of this name; others are further entries."""
    _write(path, symbolic_name, version, 'org.metricbay.api;version="[1.0,2)"', COMPONENT.replace("CLASS", name),
           {**(others or {}), _entry(name): content})


def _write(path, symbolic_name, version, packages, component, entries):
    manifest = {"Manifest-Version": "1.0", "Bundle-ManifestVersion": "2", "Bundle-SymbolicName": symbolic_name,
                "Bundle-Version": version, "Import-Package": packages,
                "Service-Component": "OSGI-INF/bench.xml"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", "".join(f"{key}: {text}\r\n" for key, text in manifest.items()) + "\r\n")
        jar.writestr("OSGI-INF/bench.xml", component)
        for entry, content in entries.items():
            jar.writestr(entry, content)


def _entry(name):
    return name.replace(".", "/") + ".class"
