"""Plugins of our own: one small class, compiled once against the agent's API, packed many times."""
import os

from lib import jars

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
NAME = "org.example.bench.BenchPlugin"


class Plugins:
    """Makes the JARs; all in one folder beside the watched one, to be moved in by a rename."""

    def __init__(self, distribution, folder):
        self._folder = folder
        source = SOURCE.replace("FAMILIES", str(FAMILIES)).replace("SERIES", str(SERIES))
        self._class = jars.compiled(distribution, folder, NAME, source)

    def jar(self, name, version, folder=None):
        """Writes a plugin's JAR, and gives its path."""
        path = os.path.join(folder or self._folder, name + ".jar")
        jars.write(path, "org.example." + name, f"1.0.{version}", NAME, self._class,
                   {"plugin.properties": f"name={name}\nversion={version}\n"})
        return path


def version_series(name):
    """The series whose value is the version of a plugin."""
    return f'{name}_value0{{device="dev0",mode="all"}}'
