package org.metricbay.soak;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to soak.
 *
 * @param cycles how many things to do
 * @param seed what the order is made from
 * @param clients how many scrape
 * @param json where to write the report as JSON
 */
record SoakOptions(int cycles, long seed, int clients, Optional<Path> json) {
  static final String USAGE = "soak/run [--cycles N] [--seed N] [--clients N] [--json FILE]";

  /** Reads pairs of an option and its value. */
  static SoakOptions of(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      if (!List.of("--cycles", "--seed", "--clients", "--json").contains(arguments.get(i))
          || i + 1 == arguments.size()) {
        throw new IllegalArgumentException(USAGE);
      }
      values.put(arguments.get(i), arguments.get(i + 1));
    }
    return new SoakOptions(
        Integer.parseInt(values.getOrDefault("--cycles", "300")),
        Optional.ofNullable(values.get("--seed")).map(Long::valueOf).orElseGet(System::nanoTime),
        Integer.parseInt(values.getOrDefault("--clients", "3")),
        Optional.ofNullable(values.get("--json")).map(Path::of));
  }
}
