package org.metricbay.soak;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to soak.
 *
 * @param extent how many things to do, or for how long
 * @param seed what the order is made from
 * @param clients how many scrape
 * @param hostile whether all that is known to hurt is done too
 * @param json where to write the report as JSON
 */
record SoakOptions(Extent extent, long seed, int clients, boolean hostile, Optional<Path> json) {
  static final String USAGE =
      "dev/soak/run [--hostile] [--cycles N | --minutes N] [--seed N] [--clients N] [--json FILE]";

  private static final List<String> WITH_VALUE =
      List.of("--cycles", "--minutes", "--seed", "--clients", "--json");

  /** Reads options, each but {@code --hostile} followed by its value. */
  static SoakOptions of(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    boolean hostile = false;
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      if (option.equals("--hostile")) {
        hostile = true;
      } else if (WITH_VALUE.contains(option) && i + 1 < arguments.size()) {
        i++;
        values.put(option, arguments.get(i));
      } else {
        throw new IllegalArgumentException(USAGE);
      }
    }
    return new SoakOptions(
        Optional.ofNullable(values.get("--minutes"))
            .map(minutes -> Extent.ofMinutes(Integer.parseInt(minutes)))
            .orElseGet(
                () -> Extent.ofCycles(Integer.parseInt(values.getOrDefault("--cycles", "300")))),
        Optional.ofNullable(values.get("--seed")).map(Long::valueOf).orElseGet(System::nanoTime),
        Integer.parseInt(values.getOrDefault("--clients", "3")),
        hostile,
        Optional.ofNullable(values.get("--json")).map(Path::of));
  }

  /** Whether it is long enough after its warm-up to tell what grows. */
  boolean judgesGrowth() {
    return !hostile || extent.isLong();
  }
}
