package org.metricbay.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Counters of the protocols, from {@code /proc/net/netstat}, {@code snmp} and {@code snmp6}: those
 * that {@code netstat.fields} chooses.
 *
 * <pre>
 * node_netstat_Tcp_RetransSegs 227
 * node_netstat_TcpExt_ListenDrops 0
 * node_netstat_Udp6_InErrors 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "netstat", description = "Counters of IP, ICMP, TCP and UDP.")
public final class NetstatCollector implements MetricPlugin {
  private final KernelFiles files;
  private final NetworkSettings settings;
  private NetstatFields fields;

  /** Reads from a kernel's files the fields that the settings choose. */
  @Activate
  public NetstatCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.netstat=true)") NetworkSettings settings) {
    this.files = files;
    this.settings = settings;
    this.fields = new NetstatFields(settings.netstatFields());
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    fields = fields.choosing(settings.netstatFields());
    List<MetricFamily> families = new ArrayList<>();
    families.addAll(
        parse("net/netstat", files.records(files.proc("net/netstat")), fields.netstat()));
    families.addAll(parse("net/snmp", files.records(files.proc("net/snmp")), fields.snmp()));
    // Not there where IPv6 is switched off.
    Optional<FieldReader> snmp6 = files.findRecords(files.proc("net/snmp6"));
    if (snmp6.isPresent()) {
      families.addAll(parse6(snmp6.get(), fields.snmp6()));
    }
    return families;
  }

  /**
   * Reads pairs of lines: a protocol and its counters' names, the protocol and their values. A line
   * that has no other beside it is passed over, so that the next pairs are right again.
   */
  static List<MetricFamily> parse(
      String file, FieldReader line, KnownFields<NetstatFields.Heading> headings) {
    List<MetricFamily> families = new ArrayList<>();
    FieldReader.Unreadable unreadable =
        (what, why) -> families.add(MetricFamily.unusable(what, why));
    Pair pair = new Pair(families);
    headings.begin();
    while (line.nextLine()) {
      NetstatFields.Heading heading = pair.heading;
      if (heading != null && line.startsWith(heading.protocol())) {
        line.useLine(file, pair, unreadable);
        pair.heading = null;
      } else {
        tellOfLone(heading, file, unreadable);
        pair.heading = headings.ofRest(line);
      }
    }
    tellOfLone(pair.heading, file, unreadable);
    return families;
  }

  private static void tellOfLone(
      NetstatFields.@Nullable Heading heading, String file, FieldReader.Unreadable unreadable) {
    if (heading != null) {
      unreadable.tell(
          "line \"" + heading.protocol() + "\" of " + file, "has no second line of its kind");
    }
  }

  /** The second line of a pair, for the columns that the first one has named. */
  private static final class Pair implements FieldReader.LineUser {
    private final List<MetricFamily> families;
    private NetstatFields.@Nullable Heading heading;

    Pair(List<MetricFamily> families) {
      this.families = families;
    }

    @Override
    public void use(FieldReader line) {
      line.skip();
      NetstatFields.Heading names = Objects.requireNonNull(heading);
      // All of them before any is added: where one is missing, the others are not where they seem.
      List<MetricFamily> found = new ArrayList<>();
      int width = 0;
      for (; line.hasNext(); width++) {
        if (width < names.columns().size() && names.columns().get(width).isPresent()) {
          found.add(names.columns().get(width).get().of(line.number()));
        } else {
          line.skip();
        }
      }
      if (width != names.width()) {
        throw new IllegalArgumentException(
            "it has " + width + " numbers for " + names.width() + " names");
      }
      families.addAll(found);
    }
  }

  /** Reads lines such as {@code Udp6InErrors 0}. */
  static List<MetricFamily> parse6(
      FieldReader lines, KnownFields<Optional<MetricDescriptor>> names) {
    List<MetricFamily> families = new ArrayList<>();
    names.begin();
    lines.eachUsableLine(
        "net/snmp6",
        line -> {
          Optional<MetricDescriptor> field = names.ofNext(line);
          if (field.isPresent()) {
            double[] value = new double[1];
            line.allNumbers(value);
            families.add(field.get().of(value[0]));
          }
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }
}
