package org.metricbay.textfile;

import java.util.List;
import java.util.Optional;
import org.metricbay.api.MetricType;
import org.metricbay.api.Sample;

/**
 * A family as one text has it.
 *
 * @param name its name
 * @param type the type that the text says; unknown if it says none
 * @param help the text's HELP line; empty if it has none or says nothing in it
 * @param samples at least one; all have the same label names
 */
record TextFamily(String name, MetricType type, Optional<String> help, List<Sample> samples) {
  TextFamily {
    samples = List.copyOf(samples);
  }
}
