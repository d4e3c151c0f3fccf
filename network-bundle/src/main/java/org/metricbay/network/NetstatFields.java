package org.metricbay.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/**
 * Which of the protocols' counters are exposed, and as what. A kernel has always the same ones, so
 * each is looked at once only. For use by one thread.
 */
final class NetstatFields {
  private final Pattern wanted;
  private final Map<String, List<Optional<Field>>> headings = new HashMap<>();
  private final Map<String, Optional<Field>> names = new HashMap<>();

  /** Those in whose name, such as {@code Tcp_InSegs}, a pattern is found. */
  NetstatFields(Pattern wanted) {
    this.wanted = wanted;
  }

  /** A counter that is exposed. */
  record Field(String metric, String help) {
    MetricFamily family(double value) {
      return MetricFamily.unknown(metric, help).sample(value).build();
    }
  }

  /** These, or others if another pattern is wanted now. */
  NetstatFields choosing(Pattern now) {
    return wanted.equals(now) ? this : new NetstatFields(now);
  }

  /** For each column of a protocol's heading what it is exposed as, if it is. */
  List<Optional<Field>> ofHeading(String protocol, String heading) {
    String key = protocol + ' ' + heading;
    List<Optional<Field>> columns = headings.get(key);
    if (columns == null) {
      columns = columns(protocol, heading);
      headings.put(key, columns);
    }
    return columns;
  }

  private List<Optional<Field>> columns(String protocol, String heading) {
    List<Optional<Field>> columns = new ArrayList<>();
    FieldReader line = new FieldReader(heading);
    line.nextLine();
    while (line.hasNext()) {
      columns.add(choose(protocol, line.next()));
    }
    return columns;
  }

  /** What a counter is exposed as whose name begins with its protocol, which ends in a 6. */
  Optional<Field> ofName(String name) {
    Optional<Field> field = names.get(name);
    if (field == null) {
      int end = name.indexOf('6') + 1;
      field = end == 0 ? Optional.empty() : choose(name.substring(0, end), name.substring(end));
      names.put(name, field);
    }
    return field;
  }

  private Optional<Field> choose(String protocol, String name) {
    String field = protocol + '_' + name;
    return wanted.matcher(field).find()
        ? Optional.of(new Field("node_netstat_" + field, "Statistic " + protocol + name + "."))
        : Optional.empty();
  }
}
