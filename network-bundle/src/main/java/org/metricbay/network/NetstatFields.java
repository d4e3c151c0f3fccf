package org.metricbay.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricType;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KnownFields;

/**
 * Which of the protocols' counters are exposed, and as what. A kernel has always the same ones, so
 * each is looked at once only. For use by one thread.
 */
final class NetstatFields {
  /**
   * The first line of a pair.
   *
   * @param protocol what both begin with
   * @param columns what each column is exposed as, if it is
   */
  record Heading(String protocol, List<Optional<MetricDescriptor>> columns, int width) {}

  private final Pattern wanted;
  private final KnownFields<Heading> netstat = new KnownFields<>(this::columns);
  private final KnownFields<Heading> snmp = new KnownFields<>(this::columns);
  private final KnownFields<Optional<MetricDescriptor>> snmp6 = new KnownFields<>(this::named);

  /** Those in whose name, such as {@code Tcp_InSegs}, a pattern is found. */
  NetstatFields(Pattern wanted) {
    this.wanted = wanted;
  }

  /** These, or others if another pattern is wanted now. */
  NetstatFields choosing(Pattern now) {
    return wanted.equals(now) ? this : new NetstatFields(now);
  }

  /** By the lines of {@code netstat} that are headings. */
  KnownFields<Heading> netstat() {
    return netstat;
  }

  /** The same for {@code snmp}. */
  KnownFields<Heading> snmp() {
    return snmp;
  }

  /** By the names in {@code snmp6}. */
  KnownFields<Optional<MetricDescriptor>> snmp6() {
    return snmp6;
  }

  /** For each column up to the last one that is exposed what it is exposed as, if it is. */
  private Heading columns(String heading) {
    FieldReader line = new FieldReader(heading);
    line.nextLine();
    String protocol = line.until(':');
    List<Optional<MetricDescriptor>> columns = new ArrayList<>();
    int end = 0;
    while (line.hasNext()) {
      columns.add(choose(protocol, line.next()));
      end = columns.get(columns.size() - 1).isPresent() ? columns.size() : end;
    }
    return new Heading(protocol + ':', List.copyOf(columns.subList(0, end)), columns.size());
  }

  /** What a counter is exposed as whose name begins with its protocol, which ends in a 6. */
  private Optional<MetricDescriptor> named(String name) {
    int end = name.indexOf('6') + 1;
    return end == 0 ? Optional.empty() : choose(name.substring(0, end), name.substring(end));
  }

  private Optional<MetricDescriptor> choose(String protocol, String name) {
    String field = protocol + '_' + name;
    return wanted.matcher(field).find()
        ? Optional.of(
            MetricDescriptor.found(
                MetricType.UNKNOWN, "node_netstat_" + field, "Statistic " + protocol + name + "."))
        : Optional.empty();
  }
}
