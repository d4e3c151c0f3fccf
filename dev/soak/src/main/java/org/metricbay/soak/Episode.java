package org.metricbay.soak;

import java.util.List;
import java.util.Random;

/**
 * What a plugin does that may end the agent.
 *
 * @param deed what it does; its class knows it by this
 * @param moment when
 * @param descriptors how many the agent may have; 0 for as many as we
 */
record Episode(String deed, String moment, int descriptors) {
  private static final List<String> DEEDS =
      List.of(
          "KEEP_ARRAYS",
          "KEEP_OBJECTS",
          "KEEP_FILES",
          "EXIT",
          "EXIT_WITH_STATUS",
          "STOP_FRAMEWORK",
          "STOP_BUNDLE",
          "UNINSTALL_BUNDLE",
          "HANG_AT_EXIT");
  private static final List<String> MOMENTS = List.of("start", "call", "thread");
  private static final List<String> BUNDLES =
      List.of(
          "org.metricbay.core",
          "org.metricbay.http",
          "org.metricbay.platform",
          "org.apache.felix.scr",
          "org.apache.felix.configadmin",
          "org.apache.felix.fileinstall");
  private static final int FEW = 400;

  static Episode random(Random random) {
    String deed = DEEDS.get(random.nextInt(DEEDS.size()));
    String bundle = BUNDLES.get(random.nextInt(BUNDLES.size()));
    return new Episode(
        deed.endsWith("_BUNDLE") ? deed + " " + bundle : deed,
        MOMENTS.get(random.nextInt(MOMENTS.size())),
        deed.equals("KEEP_FILES") ? FEW : 0);
  }

  @Override
  public String toString() {
    return "EPISODE " + deed + " in " + moment;
  }
}
