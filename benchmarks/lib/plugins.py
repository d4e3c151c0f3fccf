"""Plugins of our own: one small class, compiled once against the agent's API, packed many times."""
import os
import subprocess
import zipfile

from lib import machine
from lib.servers import Failed

FAMILIES, SERIES = 10, 10

SOURCE = """\
package org.example.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;

/** Gives families of series under its own name; the first of all is its version. */
public final class BenchPlugin implements MetricPlugin {
  private final Properties properties = new Properties();

  public BenchPlugin() throws IOException {
    try (InputStream in = BenchPlugin.class.getResourceAsStream("/plugin.properties")) {
      properties.load(in);
    }
  }

  @Override
  public String name() {
    return properties.getProperty("name");
  }

  @Override
  public String description() {
    return "A plugin of the benchmarks.";
  }

  @Override
  public List<MetricFamily> collect() {
    double now = System.nanoTime() / 1e9;
    List<MetricFamily> families = new ArrayList<>();
    for (int i = 0; i < FAMILIES; i++) {
      var family = MetricFamily.gauge(name() + "_value" + i, "Family " + i + " of a plugin of the benchmarks.");
      for (int j = 0; j < SERIES; j++) {
        boolean first = i == 0 && j == 0;
        double value = first ? Double.parseDouble(properties.getProperty("version")) : now * (j + 1);
        family.sample(value, "device", "dev" + j, "mode", "all");
      }
      families.add(family.build());
    }
    return families;
  }
}
"""
COMPONENT = """\
<scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="bench">
  <service><provide interface="org.metricbay.api.MetricPlugin"/></service>
  <implementation class="org.example.bench.BenchPlugin"/>
</scr:component>
"""
CLASS = "org/example/bench/BenchPlugin.class"


class Plugins:
    """Makes the JARs; all in one folder beside the watched one, to be moved in by a rename."""

    def __init__(self, distribution, folder):
        self._folder = folder
        source = os.path.join(folder, "BenchPlugin.java")
        with open(source, "w", encoding="utf-8") as file:
            file.write(SOURCE.replace("FAMILIES", str(FAMILIES)).replace("SERIES", str(SERIES)))
        done = subprocess.run(
            [os.path.join(machine.java_home(), "bin", "javac"), "--release", "17", "-d", folder, "-cp",
             os.path.join(distribution, "lib", "api-bundle.jar"), source], capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"the plugin of the benchmarks cannot be compiled:\n{done.stderr}")
        with open(os.path.join(folder, CLASS), "rb") as file:
            self._class = file.read()

    def jar(self, name, version, folder=None):
        """Writes a plugin's JAR, and gives its path."""
        path = os.path.join(folder or self._folder, name + ".jar")
        manifest = {"Manifest-Version": "1.0", "Bundle-ManifestVersion": "2",
                    "Bundle-SymbolicName": "org.example." + name, "Bundle-Version": f"1.0.{version}",
                    "Import-Package": 'org.metricbay.api;version="[1.0,2)"', "Service-Component": "OSGI-INF/bench.xml"}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
            jar.writestr("META-INF/MANIFEST.MF", "".join(f"{key}: {text}\r\n" for key, text in manifest.items()) + "\r\n")
            jar.writestr("OSGI-INF/bench.xml", COMPONENT)
            jar.writestr("plugin.properties", f"name={name}\nversion={version}\n")
            jar.writestr(CLASS, self._class)
        return path


def version_series(name):
    """The series whose value is the version of a plugin."""
    return f'{name}_value0{{device="dev0",mode="all"}}'
