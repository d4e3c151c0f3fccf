package org.metricbay.itest;

import java.io.IOException;
import org.metricbay.itest.hostile.HostilePlugin;

/** Packs the plugin that does its worst. */
final class HostileJar {
  private static final String[] CLASSES = {"HostilePlugin", "Deeds", "Deeds$Lazy"};

  private HostileJar() {}

  /**
   * A bundle {@code org.example.NAME}.
   *
   * @param deed what it does
   * @param moment when: {@code start}, {@code call} or {@code thread}
   */
  static PluginJar of(String name, String deed, String moment) throws IOException {
    PluginJar jar =
        PluginJar.named("org.example." + name)
            .header("Bundle-Activator", HostilePlugin.class.getName())
            .header("Hostile-Name", name)
            .header("Hostile-Deed", deed)
            .header("Hostile-Moment", moment);
    for (String type : CLASSES) {
      String path = "org/metricbay/itest/hostile/" + type + ".class";
      jar.entry(path, PluginJar.classFile(path));
    }
    return jar;
  }
}
